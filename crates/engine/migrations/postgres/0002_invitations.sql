-- Not a tenant's: codes that let somebody make an account. code_hash is keyed; a code that was used is gone.
CREATE TABLE sign_up_invitations (
  code_hash BYTEA NOT NULL PRIMARY KEY,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
