-- +goose Up
-- Calendars that phones subscribe to. provider_id is NULL for the call desk's. Of the secret only its SHA-256 is kept.
CREATE TABLE calendar_feeds (
    id          TEXT PRIMARY KEY,
    provider_id TEXT REFERENCES providers (id),
    label       TEXT    NOT NULL,
    secret_hash TEXT    NOT NULL UNIQUE,
    create_us   INTEGER NOT NULL,
    revoke_us   INTEGER NOT NULL
) STRICT;
CREATE INDEX calendar_feeds_provider ON calendar_feeds (provider_id);

-- Calendars elsewhere whose busy time is taken over. The address is a secret and sealed; zone, etag and modified are
-- those of the last whole reading, which reached covered_us and whose busy time has this digest.
CREATE TABLE busy_calendars (
    id          TEXT PRIMARY KEY,
    provider_id TEXT    NOT NULL REFERENCES providers (id),
    label       TEXT    NOT NULL,
    host        TEXT    NOT NULL,
    sealed_url  BLOB    NOT NULL,
    create_us   INTEGER NOT NULL,
    attempt_us  INTEGER NOT NULL,
    success_us  INTEGER NOT NULL,
    problem     TEXT    NOT NULL,
    failures    INTEGER NOT NULL,
    unreadable  INTEGER NOT NULL,
    zone        TEXT    NOT NULL,
    etag        TEXT    NOT NULL,
    modified    TEXT    NOT NULL,
    whole_us    INTEGER NOT NULL,
    covered_us  INTEGER NOT NULL,
    digest      TEXT    NOT NULL,
    next_us     INTEGER NOT NULL,
    lease       TEXT    NOT NULL,
    lease_us    INTEGER NOT NULL
) STRICT;
CREATE INDEX busy_calendars_provider ON busy_calendars (provider_id);
CREATE INDEX busy_calendars_next ON busy_calendars (next_us);

-- What is kept of such a calendar: [start, end) pairs in microseconds, as JSON, and nothing else. It is part of the
-- catalog: every change raises the catalog's version.
CREATE TABLE busy_times (
    calendar_id TEXT PRIMARY KEY REFERENCES busy_calendars (id) ON DELETE CASCADE,
    spans       TEXT NOT NULL
) STRICT;
