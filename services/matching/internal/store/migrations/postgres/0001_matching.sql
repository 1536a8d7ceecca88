-- +goose Up
CREATE TABLE therapists (
  id              TEXT COLLATE "C" PRIMARY KEY,
  display_name    TEXT COLLATE "C" NOT NULL,
  -- The profile as JSON; what SQL must know has a column of its own.
  profile         TEXT NOT NULL,
  target_caseload BIGINT NOT NULL CHECK (target_caseload >= 0),
  -- Clients brought along; confirmed pairings are counted in places.
  base_active     BIGINT NOT NULL CHECK (base_active >= 0),
  version         BIGINT NOT NULL,
  provider_synced BOOLEAN NOT NULL DEFAULT FALSE,
  create_us       BIGINT NOT NULL,
  update_us       BIGINT NOT NULL
);
CREATE INDEX therapists_by_name ON therapists (display_name, id);
CREATE INDEX therapists_unsynced ON therapists (id) WHERE NOT provider_synced;

CREATE TABLE decisions (
  id        TEXT COLLATE "C" PRIMARY KEY,
  inquiry   TEXT COLLATE "C" NOT NULL,
  engine    TEXT NOT NULL,
  risk      BOOLEAN NOT NULL,
  -- Everything the ranking was made from, and the ranking, as JSON.
  input     TEXT NOT NULL,
  output    TEXT NOT NULL,
  create_us BIGINT NOT NULL
);
CREATE INDEX decisions_by_inquiry ON decisions (inquiry, create_us);

CREATE TABLE proposals (
  id          TEXT COLLATE "C" PRIMARY KEY,
  decision_id TEXT COLLATE "C" NOT NULL REFERENCES decisions (id),
  inquiry     TEXT COLLATE "C" NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('PENDING', 'OPEN', 'ACCEPTED', 'WITHDRAWN', 'EXPIRED')),
  options     TEXT NOT NULL,
  -- Capability for the held openings, from scheduling.
  hold        TEXT NOT NULL DEFAULT '',
  -- The proposal was closed while scheduling still held its openings.
  release_due BOOLEAN NOT NULL DEFAULT FALSE,
  create_us   BIGINT NOT NULL,
  -- When holding the openings was last begun.
  attempt_us  BIGINT NOT NULL,
  expire_us   BIGINT NOT NULL,
  CHECK (state <> 'OPEN' OR hold <> '')
);
CREATE INDEX proposals_by_inquiry ON proposals (inquiry) WHERE state IN ('PENDING', 'OPEN');
CREATE INDEX proposals_open ON proposals (expire_us) WHERE state IN ('PENDING', 'OPEN');
CREATE INDEX proposals_release ON proposals (id) WHERE release_due;

CREATE TABLE proposal_therapists (
  proposal_id  TEXT COLLATE "C" NOT NULL REFERENCES proposals (id) ON DELETE CASCADE,
  therapist_id TEXT COLLATE "C" NOT NULL REFERENCES therapists (id),
  PRIMARY KEY (proposal_id, therapist_id)
);

CREATE TABLE pairings (
  id               TEXT COLLATE "C" PRIMARY KEY,
  therapist_id     TEXT COLLATE "C" NOT NULL REFERENCES therapists (id),
  inquiry          TEXT COLLATE "C" NOT NULL,
  state            TEXT NOT NULL CHECK (state IN ('RESERVED', 'CONFIRMED', 'CANCELLED', 'LAPSED')),
  decision_id      TEXT COLLATE "C" NOT NULL REFERENCES decisions (id),
  proposal_id      TEXT COLLATE "C" REFERENCES proposals (id),
  slot             TEXT NOT NULL,
  override_reason  TEXT NOT NULL DEFAULT '',
  request_id       TEXT COLLATE "C" NOT NULL UNIQUE,
  create_us        BIGINT NOT NULL,
  expire_us        BIGINT NOT NULL,
  first_session_us BIGINT NOT NULL DEFAULT 0
);
-- A client is paired with one therapist at a time.
CREATE UNIQUE INDEX pairings_one_per_inquiry ON pairings (inquiry) WHERE state IN ('RESERVED', 'CONFIRMED');
CREATE INDEX pairings_reserved ON pairings (expire_us) WHERE state = 'RESERVED';

-- A place of a therapist's caseload taken by a client: for good by a confirmed pairing, until a time by open proposals
-- and reserved pairings, from which the row is derived. Two clients never have the same place.
CREATE TABLE places (
  therapist_id TEXT COLLATE "C" NOT NULL REFERENCES therapists (id),
  place        BIGINT NOT NULL CHECK (place >= 1),
  inquiry      TEXT COLLATE "C" NOT NULL,
  -- NULL: for good.
  until_us     BIGINT,
  PRIMARY KEY (therapist_id, place),
  UNIQUE (therapist_id, inquiry)
);
CREATE INDEX places_until ON places (until_us) WHERE until_us IS NOT NULL;
CREATE INDEX places_by_inquiry ON places (inquiry);

CREATE TABLE requests (
  method    TEXT COLLATE "C" NOT NULL,
  id        TEXT COLLATE "C" NOT NULL,
  hash      TEXT NOT NULL,
  resource  TEXT COLLATE "C" NOT NULL,
  create_us BIGINT NOT NULL,
  PRIMARY KEY (method, id)
);
CREATE INDEX requests_by_time ON requests (create_us);

-- A place beyond the target is taken by a confirmed pairing only: its first session is booked already.
-- +goose StatementBegin
CREATE FUNCTION places_within_target() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.until_us IS NOT NULL
    AND NEW.place > (SELECT target_caseload - base_active FROM therapists WHERE id = NEW.therapist_id) THEN
    RAISE EXCEPTION 'places_within_target' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER places_within_target BEFORE INSERT ON places
FOR EACH ROW EXECUTE FUNCTION places_within_target();

-- +goose Down
DROP TABLE requests;
DROP TABLE places;
DROP TABLE pairings;
DROP TABLE proposal_therapists;
DROP TABLE proposals;
DROP TABLE decisions;
DROP TABLE therapists;
DROP FUNCTION places_within_target();
