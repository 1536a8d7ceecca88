-- +goose Up
-- Calendars that phones subscribe to. provider_id is NULL for the call desk's. Of the secret only its SHA-256 is kept.
CREATE TABLE calendar_feeds (
    id          TEXT COLLATE "C" PRIMARY KEY,
    provider_id TEXT COLLATE "C" REFERENCES providers (id),
    label       TEXT COLLATE "C" NOT NULL,
    secret_hash TEXT COLLATE "C" NOT NULL UNIQUE,
    create_us   BIGINT NOT NULL,
    revoke_us   BIGINT NOT NULL
);
CREATE INDEX calendar_feeds_provider ON calendar_feeds (provider_id);

-- Calendars elsewhere whose busy time is taken over. The address is a secret and sealed; zone, etag and modified are
-- those of the last whole reading, which reached covered_us and whose busy time has this digest.
CREATE TABLE busy_calendars (
    id          TEXT COLLATE "C" PRIMARY KEY,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    label       TEXT COLLATE "C" NOT NULL,
    host        TEXT COLLATE "C" NOT NULL,
    sealed_url  BYTEA  NOT NULL,
    create_us   BIGINT NOT NULL,
    attempt_us  BIGINT NOT NULL,
    success_us  BIGINT NOT NULL,
    problem     TEXT COLLATE "C" NOT NULL,
    failures    BIGINT NOT NULL,
    unreadable  BIGINT NOT NULL,
    zone        TEXT COLLATE "C" NOT NULL,
    etag        TEXT COLLATE "C" NOT NULL,
    modified    TEXT COLLATE "C" NOT NULL,
    whole_us    BIGINT NOT NULL,
    covered_us  BIGINT NOT NULL,
    digest      TEXT COLLATE "C" NOT NULL,
    next_us     BIGINT NOT NULL,
    lease       TEXT COLLATE "C" NOT NULL,
    lease_us    BIGINT NOT NULL
);
CREATE INDEX busy_calendars_provider ON busy_calendars (provider_id);
CREATE INDEX busy_calendars_next ON busy_calendars (next_us);

-- What is kept of such a calendar: [start, end) pairs in microseconds, as JSON, and nothing else. It is part of the
-- catalog: every change raises the catalog's version.
CREATE TABLE busy_times (
    calendar_id TEXT COLLATE "C" PRIMARY KEY REFERENCES busy_calendars (id) ON DELETE CASCADE,
    spans       TEXT COLLATE "C" NOT NULL
);
