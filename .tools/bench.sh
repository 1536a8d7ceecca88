#!/usr/bin/env bash
# Runs every benchmark once and prints one table; the same goes to bench.json. LONG=1 runs each for longer and adds
# the largest sizes.
set -euo pipefail
cd "$(dirname "$0")/.."
time=2s
[[ -z "${LONG:-}" ]] || time=10s
out=$(mktemp)
trap 'rm -f "$out"' EXIT
for module in pkg services; do
	(cd "$module" && CGO_ENABLED=0 FIRSTCALL_TEST_POSTGRES_FSYNC=1 go test -run '^$' -bench . -benchtime "$time" -benchmem -timeout 60m ./... | tee -a "$out" | grep '^Benchmark' >&2)
done
(cd .tools && GOWORK=off go run ./benchtable ../bench.json) <"$out"
