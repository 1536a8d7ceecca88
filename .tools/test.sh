#!/usr/bin/env bash
# Runs every test with the race detector, and builds each module on its own, as an importer would.
set -euo pipefail
cd "$(dirname "$0")/.."

for module in gen/go pkg services; do
	echo "== $module alone"
	(cd "$module" && GOWORK=off CGO_ENABLED=0 go build ./... && GOWORK=off CGO_ENABLED=0 go vet ./...)
done

# A hang is told, with its goroutines, once a package takes several times as long as the slowest of its module does.
for module in pkg=2m services=15m; do
	echo "== ${module%=*}"
	(cd "${module%=*}" && go test -race -timeout "${module#*=}" ./...)
done
