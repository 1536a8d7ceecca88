-- +goose Up
-- The day (YYYY-MM-DD) on which the first of the licences ends; empty without any.
ALTER TABLE therapists ADD COLUMN license_end TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE therapists SET license_end = coalesce((SELECT min(l ->> 'expireDate') FROM jsonb_array_elements(profile::jsonb -> 'licenses') l), '');
CREATE INDEX therapists_license_end ON therapists (license_end) WHERE delete_us IS NULL AND license_end <> '';

-- +goose Down
DROP INDEX therapists_license_end;
ALTER TABLE therapists DROP COLUMN license_end;
