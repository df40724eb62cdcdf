CREATE TABLE users (
  id TEXT PRIMARY KEY,
  -- In lower case: addresses that differ in case alone are one person.
  email TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  -- JSON list.
  skills TEXT NOT NULL,
  disabled BIGINT NOT NULL,
  -- scrypt with its parameters; NULL: nobody can sign in with a password yet.
  password_hash TEXT,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX users_by_email ON users (email);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the token, which is in nobody's hands but the console's.
  token_hash TEXT NOT NULL,
  user_id TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX sessions_by_token ON sessions (token_hash);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- The system that writes with the key. Two keys may share one.
  source TEXT NOT NULL,
  -- JSON list.
  scopes TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT,
  revoked_at BIGINT
);
CREATE UNIQUE INDEX api_keys_by_secret ON api_keys (secret_hash);

-- Answers to writes that carried an Idempotency-Key, kept for a day, in the write's own transaction.
CREATE TABLE idempotent_answers (
  -- user:<id> or key:<id>.
  caller TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  -- JSON: the headers that belong to the answer.
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, idempotency_key, method, path)
);
CREATE INDEX idempotent_answers_by_age ON idempotent_answers (at);
