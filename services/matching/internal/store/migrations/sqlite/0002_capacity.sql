-- +goose Up
-- When the place was first taken, and whether by a client who was badly off: a therapist may limit both.
ALTER TABLE places ADD COLUMN taken_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE places ADD COLUMN severe BOOLEAN NOT NULL DEFAULT FALSE;

-- Whether the need was of someone badly off; who was chosen, when, and why against the ranking.
ALTER TABLE decisions ADD COLUMN severe BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE decisions ADD COLUMN choice TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN override_reason TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN choose_us BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE decisions DROP COLUMN choose_us;
ALTER TABLE decisions DROP COLUMN override_reason;
ALTER TABLE decisions DROP COLUMN choice;
ALTER TABLE decisions DROP COLUMN severe;
ALTER TABLE places DROP COLUMN severe;
ALTER TABLE places DROP COLUMN taken_us;
