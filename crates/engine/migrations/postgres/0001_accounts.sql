-- Accounts, users, sessions, permissions, audit. Times are UNIX milliseconds, 0 is "never".
-- Every table of a tenant starts its key with operator_id, and so does every foreign key between them.
CREATE TABLE operators (
  operator_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C" NOT NULL UNIQUE,
  description TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  password_changed_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE users (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT COLLATE "C" NOT NULL,
  description TEXT,
  search_key TEXT COLLATE "C" NOT NULL,
  sort_key TEXT COLLATE "C" NOT NULL,
  password_hash TEXT,
  password_changed_at BIGINT NOT NULL DEFAULT 0,
  has_password BOOLEAN NOT NULL DEFAULT FALSE,
  must_change BOOLEAN NOT NULL DEFAULT FALSE,
  mfa BOOLEAN NOT NULL DEFAULT FALSE,
  auth_key_count BIGINT NOT NULL DEFAULT 0,
  last_sign_in_at BIGINT NOT NULL DEFAULT 0,
  permission TEXT,
  permission_version BIGINT NOT NULL DEFAULT 0,
  permission_updated_at BIGINT NOT NULL DEFAULT 0,
  permission_updated_by TEXT,
  access TEXT NOT NULL DEFAULT 'none',
  can_grant BOOLEAN NOT NULL DEFAULT FALSE,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, user_id),
  UNIQUE (operator_id, name_key)
);
-- narrow: documents lie outside the row (TOAST), and an index row has a size limit
CREATE INDEX users_listed ON users (operator_id, sort_key, name_key);
CREATE INDEX users_by_sign_in ON users (operator_id, last_sign_in_at, name_key);
CREATE INDEX users_by_creation ON users (operator_id, created_at, name_key);
CREATE INDEX users_who_grant ON users (operator_id, can_grant, name_key);

CREATE TABLE roles (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  role_id TEXT COLLATE "C" NOT NULL,
  role_key TEXT COLLATE "C" NOT NULL,
  description TEXT,
  permission TEXT NOT NULL,
  permission_version BIGINT NOT NULL,
  permission_updated_by TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, role_id),
  UNIQUE (operator_id, role_key)
);

CREATE TABLE user_roles (
  operator_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  role_id TEXT COLLATE "C" NOT NULL,
  attached_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, user_id, role_id),
  FOREIGN KEY (operator_id, user_id) REFERENCES users (operator_id, user_id) ON DELETE CASCADE,
  FOREIGN KEY (operator_id, role_id) REFERENCES roles (operator_id, role_id)
);
CREATE INDEX user_roles_by_role ON user_roles (operator_id, role_id);

CREATE TABLE default_permissions (
  operator_id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES operators (operator_id) ON DELETE CASCADE,
  permission TEXT NOT NULL,
  permission_version BIGINT NOT NULL,
  permission_updated_at BIGINT NOT NULL,
  permission_updated_by TEXT
);

-- user_id NULL is root's
CREATE TABLE auth_keys (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  auth_key_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C",
  secret_hash BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (operator_id, auth_key_id),
  FOREIGN KEY (operator_id, user_id) REFERENCES users (operator_id, user_id) ON DELETE CASCADE
);
CREATE INDEX auth_keys_by_user ON auth_keys (operator_id, user_id, created_at);
-- a program signs in without naming its account
CREATE INDEX auth_keys_by_id ON auth_keys (auth_key_id);

-- user_id NULL is root's; hashes only; confirmed_at is when the password was last given, -1 for a program's session
CREATE TABLE sessions (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  session_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C",
  token_hash BYTEA NOT NULL,
  api_key_hash BYTEA NOT NULL,
  device TEXT NOT NULL,
  source_ip TEXT,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, session_id),
  UNIQUE (operator_id, token_hash),
  FOREIGN KEY (operator_id, user_id) REFERENCES users (operator_id, user_id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_user ON sessions (operator_id, user_id, created_at);

-- Rows are only ever added. entry counts up in each account, so a missing row shows.
CREATE TABLE audit (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id),
  entry BIGINT NOT NULL,
  time_ms BIGINT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  operation TEXT NOT NULL,
  target TEXT,
  outcome TEXT NOT NULL,
  code TEXT,
  note TEXT,
  source_ip TEXT,
  session_id TEXT COLLATE "C",
  request_id TEXT NOT NULL,
  PRIMARY KEY (operator_id, entry)
);
CREATE INDEX audit_by_actor ON audit (operator_id, actor_id, time_ms, entry);
CREATE INDEX audit_by_time ON audit (operator_id, time_ms, entry);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit rows stay as they are'; END $$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stays();

-- Not a tenant's: counts tries for accounts that may not exist. account and source are keyed hashes.
CREATE TABLE sign_in_tries (
  account BYTEA NOT NULL,
  source BYTEA NOT NULL,
  failures BIGINT NOT NULL,
  paused_until BIGINT NOT NULL,
  day_began_at BIGINT NOT NULL,
  day_failures BIGINT NOT NULL,
  succeeded_at BIGINT NOT NULL,
  forget_at BIGINT NOT NULL,
  PRIMARY KEY (account, source)
);
CREATE INDEX sign_in_tries_to_forget ON sign_in_tries (forget_at);

-- operator_id is '-' for a caller that is not signed in
CREATE TABLE answers (
  operator_id TEXT COLLATE "C" NOT NULL,
  caller TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_mac BYTEA NOT NULL,
  reply TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, caller, idempotency_key)
);
CREATE INDEX answers_by_age ON answers (created_at);

-- Tells a wrong key at once, instead of refusing every password
CREATE TABLE store_key (
  one BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
  key_check BYTEA NOT NULL
);
