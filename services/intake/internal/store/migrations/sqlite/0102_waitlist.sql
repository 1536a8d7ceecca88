-- +goose Up
CREATE TABLE chores_new (
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('SETTLE', 'CALL_OFF', 'WITHDRAW', 'WAITLIST')),
    target TEXT NOT NULL,
    actor TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_us INTEGER NOT NULL
) STRICT;
INSERT INTO chores_new SELECT * FROM chores;
DROP TABLE chores;
ALTER TABLE chores_new RENAME TO chores;
CREATE INDEX chores_due ON chores (due_us, id);
CREATE INDEX chores_by_inquiry ON chores (inquiry_id);

-- +goose Down
DELETE FROM chores WHERE kind = 'WAITLIST';
CREATE TABLE chores_new (
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('SETTLE', 'CALL_OFF', 'WITHDRAW')),
    target TEXT NOT NULL,
    actor TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_us INTEGER NOT NULL
) STRICT;
INSERT INTO chores_new SELECT * FROM chores;
DROP TABLE chores;
ALTER TABLE chores_new RENAME TO chores;
CREATE INDEX chores_due ON chores (due_us, id);
CREATE INDEX chores_by_inquiry ON chores (inquiry_id);
