-- +goose Up
-- An exception may concern some appointment types only; [] means all. Extra hours may be at one site; '' means any.
ALTER TABLE exceptions ADD COLUMN types TEXT NOT NULL DEFAULT '[]';
ALTER TABLE exceptions ADD COLUMN site_id TEXT NOT NULL DEFAULT '';

-- Dates on which the whole practice is closed, in days since 1970-01-01, both inclusive.
CREATE TABLE closures (
    id        TEXT PRIMARY KEY,
    first_day INTEGER NOT NULL,
    last_day  INTEGER NOT NULL CHECK (first_day <= last_day),
    label     TEXT NOT NULL
) STRICT;

CREATE TABLE sites (
    id           TEXT PRIMARY KEY,
    display_name TEXT NOT NULL
) STRICT;

-- What a room has. capacity is in persons; 0 means that it was never said, which no appointment is refused for.
ALTER TABLE rooms ADD COLUMN site_id TEXT REFERENCES sites (id);
ALTER TABLE rooms ADD COLUMN accessible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN capacity INTEGER NOT NULL DEFAULT 0;

-- What an appointment asks of its room; a move asks the same again.
ALTER TABLE appointments ADD COLUMN persons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE appointments ADD COLUMN accessible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN persons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN accessible INTEGER NOT NULL DEFAULT 0;
ALTER TABLE series ADD COLUMN site_id TEXT NOT NULL DEFAULT '';

-- The instant from which on a provider takes part in the ledger of calls: when it was made, or its week last changed.
ALTER TABLE providers ADD COLUMN ledger_us INTEGER NOT NULL DEFAULT 0;
