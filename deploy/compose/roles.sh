#!/usr/bin/env bash
# Run by the PostgreSQL image when it makes a new database.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
	--set owner="$(cat /run/secrets/owner-password)" \
	--set intake="$(cat /run/secrets/intake-password)" \
	--set matching="$(cat /run/secrets/matching-password)" \
	--set scheduling="$(cat /run/secrets/scheduling-password)" \
	--file /etc/firstcall/roles.sql
