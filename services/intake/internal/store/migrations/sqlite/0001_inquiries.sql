-- +goose Up

-- A person's key, wrapped by the key-encryption key. Deleting the row makes everything sealed under it unreadable.
CREATE TABLE persons (
    id TEXT PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    kek TEXT NOT NULL,
    create_us INTEGER NOT NULL
) STRICT;

-- One row per inquiry. Nothing in it identifies a person but sealed, which holds all that does.
-- PENDING: stored and not yet confirmed by scheduling; nobody sees it.
CREATE TABLE inquiries (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES persons (id),
    state TEXT NOT NULL CHECK (state IN ('PENDING', 'NEW', 'CONSULTATION_BOOKED', 'CONSULTED', 'UNREACHED', 'PROPOSED',
        'PAIRED', 'FIRST_SESSION_BOOKED', 'IN_CARE', 'WAITLISTED', 'CLOSED')),
    close_reason TEXT NOT NULL,
    origin TEXT NOT NULL,
    therapist TEXT NOT NULL,
    risk_alert INTEGER NOT NULL,
    consultation TEXT NOT NULL,
    first_session TEXT NOT NULL,
    details TEXT NOT NULL,
    sealed BLOB NOT NULL,
    version INTEGER NOT NULL,
    events INTEGER NOT NULL,
    create_us INTEGER NOT NULL,
    update_us INTEGER NOT NULL,
    CHECK ((state = 'CLOSED') = (close_reason <> ''))
) STRICT;
CREATE INDEX inquiries_by_time ON inquiries (create_us, id);
CREATE INDEX inquiries_by_therapist ON inquiries (therapist, create_us, id) WHERE therapist <> '';

-- Keyed blind indexes of what a person is looked up by.
CREATE TABLE contact_index (
    label TEXT NOT NULL,
    digest TEXT NOT NULL,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    PRIMARY KEY (label, digest, inquiry_id)
) STRICT;
CREATE INDEX contact_index_by_inquiry ON contact_index (inquiry_id);

-- Every write by its request id. While step is not DONE it is an act under way: what was asked, how far it came, and
-- until when its worker has it. Afterwards it holds the answer, for repeats.
CREATE TABLE requests (
    request_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    act_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    step TEXT NOT NULL,
    sealed BLOB NOT NULL,
    claim INTEGER NOT NULL,
    lease_us INTEGER NOT NULL,
    create_us INTEGER NOT NULL,
    CHECK (step IN ('STARTED', 'BOOKED', 'DONE'))
) STRICT;
-- One act at a time per inquiry.
CREATE UNIQUE INDEX requests_under_way ON requests (inquiry_id) WHERE step <> 'DONE';
CREATE INDEX requests_by_inquiry ON requests (inquiry_id);
CREATE INDEX requests_by_time ON requests (create_us);

-- Manage links: only the hash of the token.
CREATE TABLE links (
    hash TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    expire_us INTEGER NOT NULL
) STRICT;
CREATE INDEX links_by_inquiry ON links (inquiry_id);

CREATE TABLE history (
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    time_us INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    facts TEXT NOT NULL,
    request_id TEXT NOT NULL,
    PRIMARY KEY (inquiry_id, n)
) STRICT;

-- Alerts that wait for a licensed person.
CREATE TABLE risk_alerts (
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    source TEXT NOT NULL,
    create_us INTEGER NOT NULL,
    acknowledge_us INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL
) STRICT;
CREATE INDEX risk_alerts_open ON risk_alerts (create_us) WHERE acknowledge_us = 0;
CREATE INDEX risk_alerts_by_inquiry ON risk_alerts (inquiry_id);

-- E-mail to be sent, sealed under the person's key.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    topic TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'SENT', 'FAILED', 'SUPERSEDED')),
    attempts INTEGER NOT NULL,
    due_us INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    create_us INTEGER NOT NULL
) STRICT;
CREATE INDEX messages_due ON messages (due_us, id) WHERE state = 'WAITING';
CREATE INDEX messages_by_inquiry ON messages (inquiry_id);

-- What is still to be told another service after a change here was stored.
CREATE TABLE chores (
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL REFERENCES inquiries (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('SETTLE', 'CALL_OFF', 'WITHDRAW')),
    target TEXT NOT NULL,
    actor TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    due_us INTEGER NOT NULL
) STRICT;
CREATE INDEX chores_due ON chores (due_us, id);
CREATE INDEX chores_by_inquiry ON chores (inquiry_id);

-- Changes of scheduling's feed that wait to be taken over, and how far the feed was read.
CREATE TABLE visit_changes (
    n INTEGER NOT NULL,
    id TEXT PRIMARY KEY,
    inquiry_id TEXT NOT NULL,
    appointment TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    request_id TEXT NOT NULL,
    time_us INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_changes_by_inquiry ON visit_changes (inquiry_id, n);
CREATE TABLE feeds (
    name TEXT PRIMARY KEY,
    position TEXT NOT NULL,
    update_us INTEGER NOT NULL
) STRICT;

-- +goose Down
DROP TABLE feeds;
DROP TABLE visit_changes;
DROP TABLE chores;
DROP TABLE messages;
DROP TABLE risk_alerts;
DROP TABLE history;
DROP TABLE links;
DROP TABLE requests;
DROP TABLE contact_index;
DROP TABLE inquiries;
DROP TABLE persons;
