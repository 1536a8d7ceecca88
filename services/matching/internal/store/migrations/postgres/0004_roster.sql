-- +goose Up
-- When the therapist was deleted: kept for its pairings and decisions, matched with nobody new.
ALTER TABLE therapists ADD COLUMN delete_us BIGINT;

-- The transaction that last wrote the therapist or one of the places. Whoever keeps therapists in memory asks for what
-- has changed since: rows of transactions that were not over at its last look.
ALTER TABLE therapists ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX therapists_changed ON therapists (changed);
-- Places count as new for a week.
CREATE INDEX places_taken ON places (taken_us);

-- +goose StatementBegin
CREATE FUNCTION therapists_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.changed := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER therapists_changed BEFORE INSERT OR UPDATE ON therapists
FOR EACH ROW EXECUTE FUNCTION therapists_changed();

-- +goose StatementBegin
CREATE FUNCTION places_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE therapists SET changed = 0 WHERE id = coalesce(NEW.therapist_id, OLD.therapist_id);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER places_changed AFTER INSERT OR UPDATE OR DELETE ON places
FOR EACH ROW EXECUTE FUNCTION places_changed();

-- +goose Down
DROP TRIGGER places_changed ON places;
DROP FUNCTION places_changed();
DROP TRIGGER therapists_changed ON therapists;
DROP FUNCTION therapists_changed();
DROP INDEX places_taken;
DROP INDEX therapists_changed;
ALTER TABLE therapists DROP COLUMN changed;
ALTER TABLE therapists DROP COLUMN delete_us;
