-- +goose Up
-- What was learnt of therapists, apart from their profiles: all of it is written anew when there is more, and a row of a profile has many
-- indexes to keep. The column of the profiles is read by the version before only.
CREATE TABLE tracks (
  therapist_id TEXT PRIMARY KEY REFERENCES therapists (id),
  -- As JSON; empty: nothing is known any more.
  track        TEXT NOT NULL,
  -- When it was learnt: an older track never takes the place of a newer one.
  learn_us     BIGINT NOT NULL,
  -- The write that last touched it, as of therapists.
  changed      BIGINT NOT NULL
);
CREATE INDEX tracks_changed ON tracks (changed);
INSERT INTO tracks (therapist_id, track, learn_us, changed) SELECT id, track, 0, 0 FROM therapists WHERE track <> '';

-- +goose Down
DROP TABLE tracks;
