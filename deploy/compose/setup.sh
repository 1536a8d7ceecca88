#!/usr/bin/env bash
# Makes, once, what compose.yaml needs and must not be committed: keys, certificates, passwords, in secrets/, and .env
# with the user the containers run as. Run it again to renew the certificates; nothing else is ever overwritten.
#
#   deploy/compose/setup.sh [FIRSTCALL]      FIRSTCALL is the binary; by default the one deploy/image/build.sh made
set -euo pipefail
binary=$(realpath "${1:-$(dirname "$0")/../../.cache/image/$(go env GOARCH)/firstcall}")
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
"$binary" keys secrets
"$binary" certs secrets/tls

# once FILE COMMAND...: writes the file unless it is there
once() {
	local file=secrets/$1
	shift
	test -f "$file" || "$@" >"$file"
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
url() { printf 'postgres://firstcall_%s:%s@postgres:5432/firstcall?sslmode=disable' "$1" "$(cat "secrets/$1-password")"; }

once rate-limit random
once redis-url printf 'redis://redis:6379/0'
once smtp-password printf ''
once postgres-password random
for role in owner intake matching scheduling; do
	once "$role-password" random
done
once migrate-url url owner
for role in intake matching scheduling; do
	once "$role-url" url "$role"
done
# The database's own user reads these; the folder keeps everybody else out.
chmod 0444 secrets/{postgres,owner,intake,matching,scheduling}-password

# The containers run as whoever owns these files. Root hands them to the image's own user.
user=$(id -u):$(id -g)
if ((EUID == 0)); then
	user=65532:65532
	chown -R "$user" secrets
fi
grep -qs '^FIRSTCALL_USER=' .env || printf 'FIRSTCALL_USER=%s\n' "$user" >>.env
