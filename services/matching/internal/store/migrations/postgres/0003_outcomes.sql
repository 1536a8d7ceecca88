-- +goose Up
-- Questionnaires by their scores; the answers are not kept.
CREATE TABLE measures (
  id           TEXT COLLATE "C" PRIMARY KEY,
  inquiry      TEXT COLLATE "C" NOT NULL,
  -- Who the client was paired with then.
  therapist_id TEXT COLLATE "C" REFERENCES therapists (id),
  instrument   TEXT NOT NULL,
  total        BIGINT NOT NULL,
  band         TEXT NOT NULL,
  -- The severity in each outcome domain, as JSON.
  parts        TEXT NOT NULL,
  needs_human  BOOLEAN NOT NULL,
  take_us      BIGINT NOT NULL,
  create_us    BIGINT NOT NULL,
  -- Who of the licensed staff looked, and when.
  seen_by      TEXT NOT NULL DEFAULT '',
  seen_us      BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX measures_by_time ON measures (take_us, id);
CREATE INDEX measures_by_inquiry ON measures (inquiry, take_us);
CREATE INDEX measures_unseen ON measures (take_us, id) WHERE needs_human AND seen_us = 0;

CREATE TABLE check_ins (
  id           TEXT COLLATE "C" PRIMARY KEY,
  inquiry      TEXT COLLATE "C" NOT NULL,
  therapist_id TEXT COLLATE "C" NOT NULL REFERENCES therapists (id),
  session      BIGINT NOT NULL CHECK (session IN (1, 3)),
  fit          BIGINT NOT NULL CHECK (fit BETWEEN 0 AND 10),
  take_us      BIGINT NOT NULL,
  create_us    BIGINT NOT NULL,
  UNIQUE (inquiry, therapist_id, session)
);
CREATE INDEX check_ins_by_time ON check_ins (take_us);

-- What an agreed pairing takes from its decision, for reports and estimates.
CREATE TABLE cases (
  pairing_id TEXT COLLATE "C" PRIMARY KEY REFERENCES pairings (id),
  -- When the inquiry was first ranked.
  since_us   BIGINT NOT NULL,
  facts      TEXT NOT NULL
);

-- What all measures together say, by the data it was made from.
CREATE TABLE evidence (
  version   TEXT COLLATE "C" PRIMARY KEY,
  basis     TEXT NOT NULL,
  tau2      BIGINT NOT NULL,
  rho       BIGINT NOT NULL,
  courses   BIGINT NOT NULL,
  create_us BIGINT NOT NULL
);

-- The therapist's track record, as JSON; empty: nothing was measured.
ALTER TABLE therapists ADD COLUMN track TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE therapists DROP COLUMN track;
DROP TABLE evidence;
DROP TABLE cases;
DROP TABLE check_ins;
DROP TABLE measures;
