-- +goose Up
-- The newest forecast of what places are worth: made once for each run, whoever was asked to.
CREATE TABLE pricing (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  run        INTEGER NOT NULL,
  basis      TEXT NOT NULL,
  ways       INTEGER NOT NULL,
  needs      INTEGER NOT NULL,
  waiting    INTEGER NOT NULL,
  therapists INTEGER NOT NULL,
  create_us  INTEGER NOT NULL
) STRICT;
INSERT INTO pricing (one, run, basis, ways, needs, waiting, therapists, create_us) VALUES (1, 0, '', 0, 0, 0, 0, 0);
-- From whose demand the price was made; empty: a plan's.
ALTER TABLE therapists ADD COLUMN price_source TEXT NOT NULL DEFAULT '';
-- Forecasts read the needs of the past.
CREATE INDEX decisions_by_time ON decisions (create_us);

-- +goose Down
DROP INDEX decisions_by_time;
ALTER TABLE therapists DROP COLUMN price_source;
DROP TABLE pricing;
