-- +goose Up
-- A plan as JSON: computed once, then only read.
CREATE TABLE plans (
  id        TEXT COLLATE "C" PRIMARY KEY,
  doc       TEXT NOT NULL,
  create_us BIGINT NOT NULL
);
ALTER TABLE proposals ADD COLUMN plan_id TEXT COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX proposals_by_plan ON proposals (plan_id) WHERE plan_id <> '';
-- What a place of the therapist is worth to those who wait, in millionths of the score, by plans up to price_us.
ALTER TABLE therapists ADD COLUMN price BIGINT NOT NULL DEFAULT 0;
ALTER TABLE therapists ADD COLUMN price_us BIGINT NOT NULL DEFAULT 0;
-- Who keeps therapists in memory asks whose price has become too old.
CREATE INDEX therapists_priced ON therapists (price_us) WHERE price_us > 0;

-- +goose Down
DROP INDEX therapists_priced;
ALTER TABLE therapists DROP COLUMN price_us;
ALTER TABLE therapists DROP COLUMN price;
DROP INDEX proposals_by_plan;
ALTER TABLE proposals DROP COLUMN plan_id;
DROP TABLE plans;
