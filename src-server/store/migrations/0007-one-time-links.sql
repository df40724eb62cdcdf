-- Links that an admin hands to somebody: good for one use, until they expire or are withdrawn.
CREATE TABLE one_time_links (
  id TEXT PRIMARY KEY,
  -- SHA-256 of the token, which is in the link alone.
  token_hash TEXT NOT NULL,
  -- invitation or passwordReset.
  purpose TEXT NOT NULL,
  -- Whose password is reset; NULL for an invitation.
  user_id TEXT,
  email TEXT NOT NULL,
  -- What an invited person will be; skills as a JSON list. NULL for a password reset.
  role TEXT,
  skills TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- When it was used or withdrawn.
  ended_at BIGINT
);
CREATE UNIQUE INDEX one_time_links_by_token ON one_time_links (token_hash);
CREATE INDEX one_time_links_by_email ON one_time_links (email);
