-- +goose Up
-- Who waits for somebody with capacity, by an opaque inquiry id. An entry that has left is kept for a while so that late
-- news does not bring it back.
CREATE TABLE waitlist (
  inquiry   TEXT COLLATE "C" PRIMARY KEY,
  state     TEXT NOT NULL CHECK (state IN ('WAITING', 'OFFERED', 'LEFT')),
  -- The need as JSON; empty once it has left.
  need      TEXT NOT NULL,
  zone      TEXT NOT NULL,
  since_us  BIGINT NOT NULL,
  -- The inquiry's: it only rises.
  revision  BIGINT NOT NULL,
  update_us BIGINT NOT NULL
);
CREATE INDEX waitlist_by_time ON waitlist (since_us, inquiry) WHERE state <> 'LEFT';
CREATE INDEX waitlist_left ON waitlist (update_us) WHERE state = 'LEFT';

-- +goose Down
DROP TABLE waitlist;
