#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: PostgreSQL, Redis, Chromium, Node. BENCH=1 adds the solvers that benchmarks
# compare with; they do without what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v npm >/dev/null || missing+=(nodejs npm)
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
if [[ -n "${BENCH:-}" ]]; then
	[[ -e /usr/include/lemon/core.h ]] || missing+=(g++ liblemon-dev)
	/usr/bin/python3 -c 'import scipy' 2>/dev/null || missing+=(python3-scipy)
fi

if ((${#missing[@]})); then
	sudo=()
	((EUID == 0)) || sudo=(sudo)
	if ! command -v apt-get >/dev/null; then
		echo "Please install: ${missing[*]}" >&2
		exit 1
	fi
	"${sudo[@]}" apt-get update -q
	DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"
fi

if [[ -f .tools/web/package-lock.json && ! -d .tools/web/node_modules ]]; then
	npm ci --prefix .tools/web --ignore-scripts --no-fund --no-audit --silent
fi
