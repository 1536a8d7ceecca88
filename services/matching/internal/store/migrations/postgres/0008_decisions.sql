-- +goose Up
-- Input and output together, as JSON, deflated; NULL in rows from before, which keep them apart in input and output.
ALTER TABLE decisions ADD COLUMN body BYTEA;
ALTER TABLE decisions ALTER COLUMN body SET STORAGE EXTERNAL;

-- +goose Down
ALTER TABLE decisions DROP COLUMN body;
