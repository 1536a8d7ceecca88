#!/usr/bin/env bash
# Fails when anything generated differs from what is committed, when a module is untidy, when the API breaks its
# clients, or when a manifest is not valid Kubernetes.
set -euo pipefail
cd "$(dirname "$0")/.."

git diff --exit-code --stat -- gen services/matching/internal/vocabulary || { echo "gen/ is not what 'make gen' makes; commit it" >&2; exit 1; }
test -z "$(git ls-files --others --exclude-standard -- gen)" || { echo "gen/ has new files; commit them" >&2; exit 1; }

for module in gen/go pkg services; do
	(cd "$module" && GOWORK=off go mod tidy -diff) || { echo "$module: run go mod tidy" >&2; exit 1; }
done

# The newest release tag is what clients were built against; before the first there is nothing to break.
if ref=$(git describe --tags --abbrev=0 2>/dev/null); then
	against=$(mktemp -d .cache/against.XXXXXX)
	trap 'rm -rf "$against"' EXIT
	git archive "$ref" buf.yaml proto | tar -x -C "$against"
	mkdir -p "$against/.cache" && cp -r .cache/protodeps "$against/.cache/"
	.tools/bin/buf build "$against/proto" -o "$against/image.binpb"
	.tools/bin/buf breaking proto --against "$against/image.binpb"
fi

.tools/bin/kubecheck deploy
(cd .tools/deploy && GOWORK=off CGO_ENABLED=0 go test ./...)
