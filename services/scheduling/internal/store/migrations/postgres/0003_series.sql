-- +goose Up
-- A client's weekly hour. rules and exceptions are JSON: the hours by occurrence, and the occurrences that could not be
-- had. The occurrences themselves are appointments.
CREATE TABLE series (
    id          TEXT COLLATE "C" PRIMARY KEY,
    type_id     TEXT COLLATE "C" NOT NULL,
    provider_id TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    inquiry_id  TEXT COLLATE "C" NOT NULL,
    mode        BIGINT NOT NULL,
    rules       TEXT NOT NULL,
    exceptions  TEXT NOT NULL,
    version     BIGINT NOT NULL,
    create_us   BIGINT NOT NULL,
    update_us   BIGINT NOT NULL
);
CREATE INDEX series_create ON series (create_us, id);
CREATE INDEX series_provider ON series (provider_id, create_us, id);
CREATE INDEX series_inquiry ON series (inquiry_id, create_us, id);

ALTER TABLE appointments ADD COLUMN series_id TEXT COLLATE "C" REFERENCES series (id);
ALTER TABLE appointments ADD COLUMN series_index BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX appointments_of_series ON appointments (series_id, series_index) WHERE series_id IS NOT NULL;

-- Whoever takes first sessions takes those that follow.
UPDATE providers SET types = '["first-session","session"]' WHERE types = '["first-session"]';
UPDATE catalog SET version = version + 1;
