-- +goose Up
-- What openings were worth in the newest plan, as JSON: the next one begins there.
CREATE TABLE plan_start (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  doc       TEXT NOT NULL,
  create_us BIGINT NOT NULL
);
INSERT INTO plan_start (one, doc, create_us) VALUES (1, '{}', 0);

-- +goose Down
DROP TABLE plan_start;
