-- +goose Up
-- When an agreed pairing ended; 0 for one that has not, or was never agreed.
ALTER TABLE pairings ADD COLUMN end_us BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE pairings DROP COLUMN end_us;
