#!/usr/bin/env bash
# Runs every benchmark once, one after the other, and prints one table; the same goes to bench.json. LONG=1 runs each for
# longer and adds the largest sizes. What fails is said, and the rest is shown all the same.
set -euo pipefail
cd "$(dirname "$0")/.."
BENCH=1 .tools/deps.sh || echo "going on without what could not be installed" >&2
time=1s
[[ -z "${LONG:-}" ]] || time=10s
out=$(mktemp)
trap 'rm -f "$out"' EXIT
failed=0
for module in pkg services; do
	# Only these: building the tests of all packages takes longer than the benchmarks.
	packages=$(cd "$module" && grep -rl --include='*_test.go' '^func Benchmark' . | xargs -n 1 dirname | sort -u)
	# shellcheck disable=SC2086 # a list of words
	(cd "$module" && CGO_ENABLED=0 FIRSTCALL_TEST_POSTGRES_FSYNC=1 go test -run '^$' -bench . -benchtime "$time" -benchmem -timeout 120m $packages) |
		tee -a "$out" | sed -un '/^Benchmark/p; /FAIL/p; /_test.go:/p' >&2 || failed=1
done
(cd .tools && GOWORK=off go run ./benchtable ../bench.json) <"$out"
exit "$failed"
