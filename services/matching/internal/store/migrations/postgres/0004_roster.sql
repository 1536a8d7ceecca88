-- +goose Up
-- When the therapist was deleted: kept for its pairings and decisions, matched with nobody new.
ALTER TABLE therapists ADD COLUMN delete_us BIGINT;

-- +goose Down
ALTER TABLE therapists DROP COLUMN delete_us;
