-- +goose Up
ALTER TABLE chores DROP CONSTRAINT chores_kind_check;
ALTER TABLE chores ADD CONSTRAINT chores_kind_check CHECK (kind IN ('SETTLE', 'CALL_OFF', 'WITHDRAW', 'WAITLIST'));

-- +goose Down
DELETE FROM chores WHERE kind = 'WAITLIST';
ALTER TABLE chores DROP CONSTRAINT chores_kind_check;
ALTER TABLE chores ADD CONSTRAINT chores_kind_check CHECK (kind IN ('SETTLE', 'CALL_OFF', 'WITHDRAW'));
