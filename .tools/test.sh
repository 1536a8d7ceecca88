#!/usr/bin/env bash
# Runs every test with the race detector, and builds each module on its own, as an importer would.
set -euo pipefail
cd "$(dirname "$0")/.."

for module in gen/go pkg services; do
	echo "== $module alone"
	(cd "$module" && GOWORK=off CGO_ENABLED=0 go build ./... && GOWORK=off CGO_ENABLED=0 go vet ./...)
done

for module in pkg services; do
	echo "== $module"
	(cd "$module" && go test -race -timeout 20m ./...)
done
