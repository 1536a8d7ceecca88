-- +goose Up
-- How many appointments a provider takes in a day and a week, as JSON. It is part of the catalog.
ALTER TABLE providers ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';

-- contact_hash is a keyed hash of how the client is reached, on a call of which one may be open; overbook is the rule a
-- member of staff went over, with the reason given.
ALTER TABLE appointments
    ADD COLUMN contact_hash    TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN overbook        TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN overbook_reason TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN late_cancel     BOOLEAN NOT NULL DEFAULT FALSE,
    ADD CHECK ((overbook = '') = (overbook_reason = '')),
    ADD CHECK (NOT late_cancel OR state = 'CANCELLED');

-- Two rows of a provider overlap only if one of them was put over another's time on purpose. A room is never shared.
ALTER TABLE appointments DROP CONSTRAINT appointments_provider_overlap;
ALTER TABLE appointments ADD CONSTRAINT appointments_provider_overlap EXCLUDE USING gist
    (provider_id WITH =, int8range(blocked_start_us, blocked_end_us) WITH &&)
    WHERE (state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW') AND overbook NOT IN ('BUSY', 'BUFFER', 'HELD'));

CREATE UNIQUE INDEX appointments_open_contact ON appointments (contact_hash)
    WHERE contact_hash <> '' AND state = 'BOOKED';
CREATE INDEX appointments_unresolved ON appointments (start_us, id) WHERE state = 'BOOKED';
-- What is counted under a provider's limits.
CREATE INDEX appointments_occupied_provider ON appointments (provider_id, blocked_start_us)
    WHERE state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW');

-- The time an event is about, where others may want it: what became free, or was overbooked.
ALTER TABLE changes
    ADD COLUMN type_id     TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN provider_id TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN start_us    BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN end_us      BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN overbook    TEXT COLLATE "C" NOT NULL DEFAULT '';

-- What was held for somebody and is free again is said in the feed, however it came to be: let go, lapsed or swept.
-- +goose StatementBegin
CREATE FUNCTION appointments_freed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor,
        type_id, provider_id, start_us, end_us)
    VALUES (NEW.id, 'FREED', NEW.state, NEW.update_us, '', NEW.inquiry_id, 'services/scheduling',
        NEW.type_id, NEW.provider_id, NEW.start_us, NEW.end_us);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER appointments_freed AFTER UPDATE OF state ON appointments FOR EACH ROW
    WHEN (OLD.state = 'HELD' AND NEW.state = 'RELEASED' AND NEW.inquiry_id <> '' AND NEW.end_us > NEW.update_us)
    EXECUTE FUNCTION appointments_freed();
