-- +goose Up
-- The key of what is sealed about a client, wrapped by the key-encryption key. Deleting the row makes all of it unreadable.
CREATE TABLE client_keys (
  inquiry     TEXT PRIMARY KEY,
  wrapped_key BLOB NOT NULL,
  kek         TEXT NOT NULL,
  create_us   INTEGER NOT NULL
) STRICT;
-- What somebody typed is sealed. In rows from before it stands in override_reason until the service has sealed it.
ALTER TABLE pairings ADD COLUMN override_sealed BLOB;
ALTER TABLE decisions ADD COLUMN override_sealed BLOB;
CREATE INDEX pairings_unsealed ON pairings (id) WHERE override_reason <> '';
CREATE INDEX decisions_unsealed ON decisions (id) WHERE override_reason <> '';

-- +goose Down
DROP INDEX decisions_unsealed;
DROP INDEX pairings_unsealed;
ALTER TABLE decisions DROP COLUMN override_sealed;
ALTER TABLE pairings DROP COLUMN override_sealed;
DROP TABLE client_keys;
