-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

CREATE TABLE secrets (
    name  TEXT COLLATE "C" PRIMARY KEY,
    value BYTEA NOT NULL
);

-- One row: its version rises with every change to providers, exceptions and rooms.
CREATE TABLE catalog (
    one     BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (one),
    version BIGINT NOT NULL
);
INSERT INTO catalog (version) VALUES (1);

CREATE TABLE rooms (
    id           TEXT COLLATE "C" PRIMARY KEY,
    display_name TEXT NOT NULL
);

CREATE TABLE providers (
    id           TEXT COLLATE "C" PRIMARY KEY,
    display_name TEXT   NOT NULL,
    types        TEXT   NOT NULL,
    modes        TEXT   NOT NULL,
    time_zone    TEXT   NOT NULL,
    hours        TEXT   NOT NULL,
    version      BIGINT NOT NULL
);

CREATE TABLE exceptions (
    id          TEXT COLLATE "C" PRIMARY KEY,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    kind        BIGINT NOT NULL CHECK (kind IN (1, 2)),
    start_us    BIGINT NOT NULL,
    end_us      BIGINT NOT NULL CHECK (start_us < end_us),
    label       TEXT   NOT NULL
);
CREATE INDEX exceptions_provider ON exceptions (provider_id);

-- Hold, booking and what became of it: one row changing state. The blocked range includes the buffers. Both ends are
-- stored because an exclusion constraint accepts neither now() nor interval arithmetic; a day bounds the range so that
-- a range query knows how far back to look.
CREATE TABLE appointments (
    id               TEXT COLLATE "C" PRIMARY KEY,
    type_id          TEXT COLLATE "C" NOT NULL,
    state            TEXT COLLATE "C" NOT NULL
        CHECK (state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED', 'RELEASED')),
    provider_id      TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    room_id          TEXT COLLATE "C" REFERENCES rooms (id),
    mode             BIGINT NOT NULL,
    start_us         BIGINT NOT NULL,
    end_us           BIGINT NOT NULL,
    blocked_start_us BIGINT NOT NULL,
    blocked_end_us   BIGINT NOT NULL,
    inquiry_id       TEXT COLLATE "C" NOT NULL,
    hold_hash        TEXT COLLATE "C" NOT NULL,
    hold_expire_us   BIGINT NOT NULL,
    hold_extensions  BIGINT NOT NULL,
    version          BIGINT NOT NULL,
    sequence         BIGINT NOT NULL,
    create_us        BIGINT NOT NULL,
    update_us        BIGINT NOT NULL,
    changed          BIGINT NOT NULL DEFAULT 0,
    CHECK (blocked_start_us <= start_us AND start_us < end_us AND end_us <= blocked_end_us
        AND blocked_end_us - blocked_start_us <= 86400000000),
    CHECK ((state = 'HELD') = (hold_expire_us > 0)),
    CONSTRAINT appointments_provider_overlap EXCLUDE USING gist
        (provider_id WITH =, int8range(blocked_start_us, blocked_end_us) WITH &&)
        WHERE (state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')),
    CONSTRAINT appointments_room_overlap EXCLUDE USING gist
        (room_id WITH =, int8range(blocked_start_us, blocked_end_us) WITH &&)
        WHERE (room_id IS NOT NULL AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW'))
);
-- The transaction that last wrote the row. Every replica keeps the occupied time in memory and asks only for what
-- changed since: rows of transactions that were not over at its last look.
-- +goose StatementBegin
CREATE FUNCTION appointments_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER appointments_changed BEFORE INSERT OR UPDATE ON appointments
    FOR EACH ROW EXECUTE FUNCTION appointments_changed();
CREATE INDEX appointments_changed ON appointments (changed);
CREATE INDEX appointments_occupied ON appointments (blocked_start_us)
    WHERE state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW');
CREATE INDEX appointments_listed ON appointments (start_us, id)
    WHERE state IN ('BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED');
CREATE INDEX appointments_of_provider ON appointments (provider_id, start_us, id)
    WHERE state IN ('BOOKED', 'COMPLETED', 'NO_SHOW', 'CANCELLED');
CREATE INDEX appointments_of_inquiry ON appointments (inquiry_id) WHERE inquiry_id <> '';
CREATE INDEX appointments_of_hold ON appointments (hold_hash) WHERE hold_hash <> '';
CREATE INDEX appointments_lapsing ON appointments (hold_expire_us) WHERE state = 'HELD';
CREATE INDEX appointments_released ON appointments (update_us) WHERE state = 'RELEASED';

CREATE TABLE requests (
    scope      TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    hash       TEXT   NOT NULL,
    answer     TEXT   NOT NULL,
    create_us  BIGINT NOT NULL,
    PRIMARY KEY (scope, request_id)
);
CREATE INDEX requests_create ON requests (create_us);

-- The feed. A lower id may commit after a higher one, so readers go by (xid, id) and stop at the oldest transaction
-- that is still open.
CREATE TABLE changes (
    id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid            XID8   NOT NULL DEFAULT pg_current_xact_id(),
    appointment_id TEXT COLLATE "C" NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL,
    state          TEXT COLLATE "C" NOT NULL,
    time_us        BIGINT NOT NULL,
    request_id     TEXT COLLATE "C" NOT NULL,
    inquiry_id     TEXT COLLATE "C" NOT NULL,
    actor          TEXT COLLATE "C" NOT NULL
);
CREATE INDEX changes_order ON changes (xid, id);
