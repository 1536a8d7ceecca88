-- +goose Up
CREATE TABLE rooms (
    id   TEXT COLLATE "C" PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    open BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE bookings (
    id        TEXT COLLATE "C" PRIMARY KEY,
    room      TEXT COLLATE "C" NOT NULL REFERENCES rooms (id),
    starts_us BIGINT NOT NULL,
    ends_us   BIGINT NOT NULL,
    CONSTRAINT bookings_overlap EXCLUDE USING gist (room WITH =, int8range(starts_us, ends_us) WITH &&)
);
CREATE TABLE counters (name TEXT COLLATE "C" PRIMARY KEY, value BIGINT NOT NULL, data BYTEA);
