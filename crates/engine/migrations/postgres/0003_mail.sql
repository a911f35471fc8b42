-- Addresses, what they receive, and the mail that goes to them. Times are UNIX milliseconds, 0 is "never".

-- The primary address is the one that operators.email_key names; it is here too.
CREATE TABLE emails (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  email_id TEXT COLLATE "C" NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C" NOT NULL,
  verified BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, email_id),
  UNIQUE (operator_id, email_key)
);
INSERT INTO emails (operator_id, email_id, email, email_key, verified, created_at, updated_at)
  SELECT operator_id, substr(md5(operator_id || email || random()::text), 1, 24), email, email_key, TRUE, created_at, created_at FROM operators;

-- recovery, billing, support; never primary
CREATE TABLE email_roles (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  role TEXT COLLATE "C" NOT NULL,
  email_id TEXT COLLATE "C" NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, role, email_id),
  FOREIGN KEY (operator_id, email_id) REFERENCES emails (operator_id, email_id)
);

-- the language in which mail is written to somebody: that of the last sign-in
ALTER TABLE operators ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
ALTER TABLE operators ADD COLUMN primary_changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

-- set_by: the user who decided on it, and must still be able to; NULL for root
CREATE TABLE user_contacts (
  operator_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  email TEXT NOT NULL,
  email_key TEXT COLLATE "C" NOT NULL,
  verified BOOLEAN NOT NULL,
  set_by TEXT,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, user_id),
  FOREIGN KEY (operator_id, user_id) REFERENCES users (operator_id, user_id) ON DELETE CASCADE
);

-- What is to be said, not the words of it: those are made when it is sent, and so is its token.
-- asked: somebody asked for it, so that there are only so many an hour. lease: the try that may tell how it ended.
CREATE TABLE outbox (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  message_id TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  recipient TEXT NOT NULL,
  recipient_key TEXT COLLATE "C" NOT NULL,
  language TEXT NOT NULL,
  facts TEXT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL DEFAULT '',
  subject TEXT COLLATE "C" NOT NULL DEFAULT '',
  opens_at BIGINT NOT NULL DEFAULT 0,
  asked BOOLEAN NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  tries BIGINT NOT NULL DEFAULT 0,
  lease_until BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  next_try_at BIGINT NOT NULL,
  give_up_at BIGINT NOT NULL,
  sent_at BIGINT NOT NULL DEFAULT 0,
  problem TEXT,
  said TEXT,
  PRIMARY KEY (operator_id, message_id)
);
CREATE INDEX outbox_due ON outbox (state, next_try_at);
CREATE INDEX outbox_listed ON outbox (operator_id, created_at, message_id);
CREATE INDEX outbox_by_state ON outbox (operator_id, state, created_at, message_id);
CREATE INDEX outbox_by_purpose ON outbox (operator_id, purpose, subject);
-- how much one mailbox is written to, whoever asks
CREATE INDEX outbox_by_recipient ON outbox (recipient_key, created_at);

-- Links and codes that work: token_id is the message's. Hashes only; the secrets themselves are derived, see mail/token.rs.
CREATE TABLE mail_tokens (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  token_id TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  recipient TEXT NOT NULL,
  facts TEXT NOT NULL,
  token_hash BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  opens_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries_left BIGINT NOT NULL,
  PRIMARY KEY (operator_id, token_id)
);
-- whoever has a link does not name the account
CREATE INDEX mail_tokens_by_hash ON mail_tokens (token_hash);
CREATE INDEX mail_tokens_by_purpose ON mail_tokens (operator_id, purpose, subject);

-- Not a tenant's: what strangers asked for, until the worker looks whether there is such an account. So asking costs
-- the same, whether or not there is (R11, R12). One that was granted stays for an hour without its account, to be
-- counted; network is what it is counted under, around what its neighbours are, source where it came from, '' on this
-- computer.
CREATE TABLE mail_wishes (
  wish_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  what TEXT NOT NULL,
  account TEXT NOT NULL,
  language TEXT NOT NULL,
  network TEXT NOT NULL,
  around TEXT NOT NULL,
  source TEXT NOT NULL,
  device TEXT NOT NULL,
  granted BOOLEAN NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX mail_wishes_by_age ON mail_wishes (created_at);

-- slot: "current" holds; "owner" is what the owner confirmed last, "past" what the owner's mail went through before that,
-- see mail/settings/past.rs. password is sealed, NULL without one or where the keychain has it. covers: whose mail may go
-- this way, see mail/settings.rs; updated_by_id: the user whose rights that depends on, NULL for root.
CREATE TABLE mail_settings (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  slot TEXT COLLATE "C" NOT NULL,
  through TEXT NOT NULL,
  server TEXT,
  password BYTEA,
  covers TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  updated_by TEXT NOT NULL,
  updated_by_id TEXT,
  PRIMARY KEY (operator_id, slot)
);

-- a mail server that fails is tried once in a while, not once for each message
CREATE TABLE mail_trouble (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  slot TEXT COLLATE "C" NOT NULL,
  problem TEXT NOT NULL,
  said TEXT,
  since_at BIGINT NOT NULL,
  probes BIGINT NOT NULL,
  next_probe_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, slot)
);

-- kinds of messages that somebody switched off
CREATE TABLE mail_switched_off (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  kind TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (operator_id, kind)
);

-- user_id is '' for root; device_hash is keyed
CREATE TABLE known_devices (
  operator_id TEXT COLLATE "C" NOT NULL REFERENCES operators (operator_id) ON DELETE CASCADE,
  user_id TEXT COLLATE "C" NOT NULL,
  device_hash BYTEA NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (operator_id, user_id, device_hash)
);
