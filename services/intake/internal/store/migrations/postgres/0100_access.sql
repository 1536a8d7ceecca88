-- +goose Up

-- Who may use the staff API. An account is named by its opaque id everywhere else.
CREATE TABLE staff_accounts (
  id           TEXT COLLATE "C" PRIMARY KEY,
  display_name TEXT NOT NULL CHECK (display_name <> ''),
  provider     TEXT NOT NULL, -- providers/{id} of a clinician, '' for everybody else
  created_us   BIGINT NOT NULL
);

CREATE TABLE staff_roles (
  account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_accounts (id) ON DELETE CASCADE,
  role       TEXT COLLATE "C" NOT NULL CHECK (role IN ('FRONT_DESK', 'CLINICIAN', 'CLINICAL_LEAD', 'ADMIN')),
  PRIMARY KEY (account_id, role)
);

-- Bearer tokens; only the SHA-256 of each is here. Removing a row ends the token and the sessions opened with it.
CREATE TABLE staff_tokens (
  hash       TEXT COLLATE "C" PRIMARY KEY,
  account_id TEXT COLLATE "C" NOT NULL REFERENCES staff_accounts (id) ON DELETE CASCADE,
  created_us BIGINT NOT NULL
);
CREATE INDEX staff_tokens_account ON staff_tokens (account_id);

-- Sessions of the staff pages; only the SHA-256 of each secret is here.
CREATE TABLE staff_sessions (
  hash       TEXT COLLATE "C" PRIMARY KEY,
  token_hash TEXT COLLATE "C" NOT NULL REFERENCES staff_tokens (hash) ON DELETE CASCADE,
  created_us BIGINT NOT NULL,
  used_us    BIGINT NOT NULL,
  expire_us  BIGINT NOT NULL,
  CHECK (created_us <= used_us AND created_us < expire_us)
);
CREATE INDEX staff_sessions_token ON staff_sessions (token_hash);

-- What pages and messages show of the practice: one row.
CREATE TABLE practice (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  display_name           TEXT NOT NULL,
  short_name             TEXT NOT NULL,
  phone                  TEXT NOT NULL,
  time_zone              TEXT NOT NULL,
  privacy_notice_version TEXT NOT NULL,
  locales                TEXT NOT NULL, -- BCP 47, separated by commas
  currency               TEXT NOT NULL,
  updated_us             BIGINT NOT NULL
);

-- +goose Down
DROP TABLE practice;
DROP TABLE staff_sessions;
DROP TABLE staff_tokens;
DROP TABLE staff_roles;
DROP TABLE staff_accounts;
