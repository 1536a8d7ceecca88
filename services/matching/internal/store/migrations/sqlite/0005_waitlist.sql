-- +goose Up
-- Who waits for somebody with capacity, by an opaque inquiry id. An entry that has left is kept for a while so that late
-- news does not bring it back.
CREATE TABLE waitlist (
  inquiry   TEXT PRIMARY KEY,
  state     TEXT NOT NULL CHECK (state IN ('WAITING', 'OFFERED', 'LEFT')),
  -- The need as JSON; empty once it has left.
  need      TEXT NOT NULL,
  zone      TEXT NOT NULL,
  since_us  INTEGER NOT NULL,
  -- The inquiry's: it only rises.
  revision  INTEGER NOT NULL,
  update_us INTEGER NOT NULL
) STRICT;
CREATE INDEX waitlist_by_time ON waitlist (since_us, inquiry) WHERE state <> 'LEFT';
CREATE INDEX waitlist_left ON waitlist (update_us) WHERE state = 'LEFT';

-- +goose Down
DROP TABLE waitlist;
