-- +goose Up
-- When the client was paired, 0 in rows from before; and whether little was measured of the therapist then.
ALTER TABLE cases ADD COLUMN pair_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN learning BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX cases_by_pairing ON cases (pair_us, learning);

-- +goose Down
DROP INDEX cases_by_pairing;
ALTER TABLE cases DROP COLUMN learning;
ALTER TABLE cases DROP COLUMN pair_us;
