-- +goose Up
-- When the therapist was deleted: kept for its pairings and decisions, matched with nobody new.
ALTER TABLE therapists ADD COLUMN delete_us BIGINT;

-- The write that last touched the therapist or one of the places, by its number. Whoever keeps therapists in memory asks
-- for what has changed since.
ALTER TABLE therapists ADD COLUMN changed BIGINT NOT NULL DEFAULT 0;
CREATE INDEX therapists_changed ON therapists (changed);
-- Places count as new for a week.
CREATE INDEX places_taken ON places (taken_us);
CREATE TABLE roster_writes (n BIGINT NOT NULL);
INSERT INTO roster_writes (n) VALUES (0);

-- +goose StatementBegin
CREATE TRIGGER therapists_changed_insert AFTER INSERT ON therapists
BEGIN
  UPDATE roster_writes SET n = n + 1;
  UPDATE therapists SET changed = (SELECT n FROM roster_writes) WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER therapists_changed_update AFTER UPDATE ON therapists WHEN NEW.changed = OLD.changed
BEGIN
  UPDATE roster_writes SET n = n + 1;
  UPDATE therapists SET changed = (SELECT n FROM roster_writes) WHERE id = NEW.id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER places_changed_insert AFTER INSERT ON places
BEGIN
  UPDATE roster_writes SET n = n + 1;
  UPDATE therapists SET changed = (SELECT n FROM roster_writes) WHERE id = NEW.therapist_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER places_changed_update AFTER UPDATE ON places
BEGIN
  UPDATE roster_writes SET n = n + 1;
  UPDATE therapists SET changed = (SELECT n FROM roster_writes) WHERE id = NEW.therapist_id;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER places_changed_delete AFTER DELETE ON places
BEGIN
  UPDATE roster_writes SET n = n + 1;
  UPDATE therapists SET changed = (SELECT n FROM roster_writes) WHERE id = OLD.therapist_id;
END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER places_changed_delete;
DROP TRIGGER places_changed_update;
DROP TRIGGER places_changed_insert;
DROP TRIGGER therapists_changed_update;
DROP TRIGGER therapists_changed_insert;
DROP TABLE roster_writes;
DROP INDEX places_taken;
DROP INDEX therapists_changed;
ALTER TABLE therapists DROP COLUMN changed;
ALTER TABLE therapists DROP COLUMN delete_us;
