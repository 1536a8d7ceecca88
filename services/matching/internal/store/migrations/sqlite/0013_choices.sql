-- +goose Up
-- Whom a pairing was only reserved with was not chosen.
UPDATE decisions SET choice = '', override_reason = '', choose_us = 0
WHERE choice <> '' AND NOT EXISTS (
  SELECT 1 FROM pairings p
  WHERE p.decision_id = decisions.id AND p.therapist_id = decisions.choice AND (p.first_session_us <> 0 OR p.state IN ('RESERVED', 'LAPSED'))
);

-- +goose Down
