-- +goose Up
-- The answers of a client that ask for a licensed person whom nobody licensed has looked at: every ranking and offer asks for them.
CREATE INDEX measures_unseen_of_inquiry ON measures (inquiry) WHERE needs_human AND seen_us = 0;

-- +goose Down
DROP INDEX measures_unseen_of_inquiry;
