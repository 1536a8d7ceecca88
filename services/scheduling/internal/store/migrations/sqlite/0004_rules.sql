-- +goose Up
-- How many appointments a provider takes in a day and a week, as JSON. It is part of the catalog.
ALTER TABLE providers ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';

-- contact_hash is a keyed hash of how the client is reached, on a call of which one may be open; overbook is the rule a
-- member of staff went over, with the reason given.
ALTER TABLE appointments ADD COLUMN contact_hash TEXT NOT NULL DEFAULT '';
ALTER TABLE appointments ADD COLUMN overbook TEXT NOT NULL DEFAULT '';
ALTER TABLE appointments ADD COLUMN overbook_reason TEXT NOT NULL DEFAULT ''
    CHECK ((overbook = '') = (overbook_reason = ''));
ALTER TABLE appointments ADD COLUMN late_cancel INTEGER NOT NULL DEFAULT 0
    CHECK (late_cancel = 0 OR late_cancel = 1 AND state = 'CANCELLED');

-- Two rows of a provider overlap only if one of them was put over another's time on purpose. A room is never shared.
DROP TRIGGER appointments_overlap_insert;
DROP TRIGGER appointments_overlap_update;
-- +goose StatementBegin
CREATE TRIGGER appointments_overlap_insert BEFORE INSERT ON appointments
WHEN NEW.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
BEGIN
    SELECT RAISE(ABORT, 'appointments_provider_overlap')
    WHERE NEW.overbook NOT IN ('BUSY', 'BUFFER', 'HELD') AND EXISTS (
        SELECT 1 FROM appointments WHERE provider_id = NEW.provider_id AND overbook NOT IN ('BUSY', 'BUFFER', 'HELD')
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
    SELECT RAISE(ABORT, 'appointments_room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM appointments WHERE room_id = NEW.room_id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER appointments_overlap_update BEFORE UPDATE OF state, provider_id, room_id, blocked_start_us, blocked_end_us,
overbook ON appointments WHEN NEW.state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
BEGIN
    SELECT RAISE(ABORT, 'appointments_provider_overlap')
    WHERE NEW.overbook NOT IN ('BUSY', 'BUFFER', 'HELD') AND EXISTS (
        SELECT 1 FROM appointments WHERE provider_id = NEW.provider_id AND id <> OLD.id
            AND overbook NOT IN ('BUSY', 'BUFFER', 'HELD')
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
    SELECT RAISE(ABORT, 'appointments_room_overlap') WHERE NEW.room_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM appointments WHERE room_id = NEW.room_id AND id <> OLD.id
            AND state IN ('HELD', 'BOOKED', 'COMPLETED', 'NO_SHOW')
            AND blocked_start_us > NEW.blocked_start_us - 86400000000
            AND blocked_start_us < NEW.blocked_end_us AND blocked_end_us > NEW.blocked_start_us);
END;
-- +goose StatementEnd

CREATE UNIQUE INDEX appointments_open_contact ON appointments (contact_hash)
    WHERE contact_hash <> '' AND state = 'BOOKED';
CREATE INDEX appointments_unresolved ON appointments (start_us, id) WHERE state = 'BOOKED';

-- The time an event is about, where others may want it: what became free, or was overbooked.
ALTER TABLE changes ADD COLUMN type_id TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN provider_id TEXT NOT NULL DEFAULT '';
ALTER TABLE changes ADD COLUMN start_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN end_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE changes ADD COLUMN overbook TEXT NOT NULL DEFAULT '';

-- What was held for somebody and is free again is said in the feed, however it came to be: let go, lapsed or swept.
-- +goose StatementBegin
CREATE TRIGGER appointments_freed AFTER UPDATE OF state ON appointments
WHEN OLD.state = 'HELD' AND NEW.state = 'RELEASED' AND NEW.inquiry_id <> '' AND NEW.end_us > NEW.update_us
BEGIN
    INSERT INTO changes (appointment_id, kind, state, time_us, request_id, inquiry_id, actor,
        type_id, provider_id, start_us, end_us)
    VALUES (NEW.id, 'FREED', NEW.state, NEW.update_us, '', NEW.inquiry_id, 'services/scheduling',
        NEW.type_id, NEW.provider_id, NEW.start_us, NEW.end_us);
END;
-- +goose StatementEnd
