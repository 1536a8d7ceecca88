-- +goose Up
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- One row: its version rises with every change to providers, exceptions and rooms.
CREATE TABLE catalog (
    one     INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    version INTEGER NOT NULL
) STRICT;
INSERT INTO catalog (version) VALUES (1);

CREATE TABLE rooms (
    id           TEXT PRIMARY KEY,
    display_name TEXT NOT NULL
) STRICT;

CREATE TABLE providers (
    id           TEXT PRIMARY KEY,
    display_name TEXT    NOT NULL,
    types        TEXT    NOT NULL,
    modes        TEXT    NOT NULL,
    time_zone    TEXT    NOT NULL,
    hours        TEXT    NOT NULL,
    version      INTEGER NOT NULL
) STRICT;

CREATE TABLE exceptions (
    id          TEXT PRIMARY KEY,
    provider_id TEXT    NOT NULL REFERENCES providers (id),
    kind        INTEGER NOT NULL CHECK (kind IN (1, 2)),
    start_us    INTEGER NOT NULL,
    end_us      INTEGER NOT NULL CHECK (start_us < end_us),
    label       TEXT    NOT NULL
) STRICT;
CREATE INDEX exceptions_provider ON exceptions (provider_id);

-- Hold, booking and what became of it: one row changing state. The blocked range includes the buffers; a day bounds
-- it so that a range query knows how far back to look.
CREATE TABLE appointments (
    id               TEXT PRIMARY KEY,
    type_id          TEXT    NOT NULL,
    state            TEXT    NOT NULL
        CHECK (state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED', 'RELEASED')),
    provider_id      TEXT    NOT NULL REFERENCES providers (id),
    room_id          TEXT REFERENCES rooms (id),
    mode             INTEGER NOT NULL,
    start_us         INTEGER NOT NULL,
    end_us           INTEGER NOT NULL,
    blocked_start_us INTEGER NOT NULL,
    blocked_end_us   INTEGER NOT NULL,
    inquiry_id       TEXT    NOT NULL,
    hold_hash        TEXT    NOT NULL,
    hold_expire_us   INTEGER NOT NULL,
    hold_extensions  INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    sequence         INTEGER NOT NULL,
    create_us        INTEGER NOT NULL,
    update_us        INTEGER NOT NULL,
    changed          INTEGER NOT NULL DEFAULT 0,
    CHECK (blocked_start_us <= start_us AND start_us < end_us AND end_us <= blocked_end_us
        AND blocked_end_us - blocked_start_us <= 86400000000),
    CHECK ((state = 'HELD') = (hold_expire_us > 0))
) STRICT;
CREATE INDEX appointments_changed ON appointments (changed);
CREATE INDEX appointments_occupied ON appointments (blocked_start_us)
    WHERE state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW');
CREATE INDEX appointments_occupied_provider ON appointments (provider_id, blocked_start_us, blocked_end_us)
    WHERE state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW');
CREATE INDEX appointments_occupied_room ON appointments (room_id, blocked_start_us, blocked_end_us)
    WHERE room_id IS NOT NULL AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW');
CREATE INDEX appointments_listed ON appointments (start_us, id)
    WHERE state IN ('BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED');
CREATE INDEX appointments_of_provider ON appointments (provider_id, start_us, id)
    WHERE state IN ('BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED');
CREATE INDEX appointments_of_inquiry ON appointments (inquiry_id) WHERE inquiry_id <> '';
CREATE INDEX appointments_of_hold ON appointments (hold_hash) WHERE hold_hash <> '';
CREATE INDEX appointments_lapsing ON appointments (hold_expire_us) WHERE state = 'HELD';
CREATE INDEX appointments_released ON appointments (update_us) WHERE state = 'RELEASED';

-- +goose StatementBegin
CREATE TRIGGER appointments_overlap_insert BEFORE INSERT ON appointments
WHEN NEW.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
BEGIN
    SELECT RAISE(ABORT, 'appointments_provider_overlap') WHERE EXISTS (
        SELECT 1 FROM appointments WHERE provider_id = NEW.provider_id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
    SELECT RAISE(ABORT, 'appointments_room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM appointments WHERE room_id = NEW.room_id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appointments_overlap_update BEFORE UPDATE OF state, provider_id, room_id, blocked_start_us, blocked_end_us
ON appointments WHEN NEW.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
BEGIN
    SELECT RAISE(ABORT, 'appointments_provider_overlap') WHERE EXISTS (
        SELECT 1 FROM appointments WHERE provider_id = NEW.provider_id AND id <> OLD.id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
    SELECT RAISE(ABORT, 'appointments_room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM appointments WHERE room_id = NEW.room_id AND id <> OLD.id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
END;
-- +goose StatementEnd

-- The number of the last write. Every replica keeps the occupied time in memory and asks only for the rows written
-- since its last look.
CREATE TABLE writes (
    one INTEGER PRIMARY KEY DEFAULT 1 CHECK (one = 1),
    n   INTEGER NOT NULL
) STRICT;
INSERT INTO writes (n) VALUES (0);
-- +goose StatementBegin
CREATE TRIGGER appointments_changed_insert AFTER INSERT ON appointments
BEGIN
    UPDATE writes SET n = n + 1;
    UPDATE appointments SET changed = (SELECT n FROM writes) WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appointments_changed_update AFTER UPDATE OF version ON appointments
BEGIN
    UPDATE writes SET n = n + 1;
    UPDATE appointments SET changed = (SELECT n FROM writes) WHERE id = NEW.id;
END;
-- +goose StatementEnd

CREATE TABLE requests (
    scope      TEXT    NOT NULL,
    request_id TEXT    NOT NULL,
    hash       TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    create_us  INTEGER NOT NULL,
    PRIMARY KEY (scope, request_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_create ON requests (create_us);

-- The feed. There is one writer, so ids commit in order.
CREATE TABLE changes (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    appointment_id TEXT    NOT NULL,
    kind           TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    time_us        INTEGER NOT NULL,
    request_id     TEXT    NOT NULL,
    inquiry_id     TEXT    NOT NULL,
    actor          TEXT    NOT NULL
) STRICT;
