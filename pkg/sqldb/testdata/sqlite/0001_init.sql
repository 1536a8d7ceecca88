-- +goose Up
CREATE TABLE rooms (
    id   TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    open BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE TABLE bookings (
    id        TEXT PRIMARY KEY,
    room      TEXT NOT NULL REFERENCES rooms (id),
    starts_us BIGINT NOT NULL,
    ends_us   BIGINT NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER bookings_overlap BEFORE INSERT ON bookings
WHEN EXISTS (SELECT 1 FROM bookings WHERE room = NEW.room AND starts_us < NEW.ends_us AND NEW.starts_us < ends_us)
BEGIN
    SELECT RAISE(ABORT, 'bookings_overlap');
END;
-- +goose StatementEnd
CREATE TABLE counters (name TEXT PRIMARY KEY, value BIGINT NOT NULL, data BLOB);
