-- Saved views: one's own, or shared with everybody.
CREATE TABLE views (
  id TEXT PRIMARY KEY,
  owner_uid TEXT NOT NULL,
  name TEXT NOT NULL,
  shared BIGINT NOT NULL,
  -- JSON: condition, sorts, columns, display.
  definition TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX views_by_owner ON views (owner_uid);
CREATE INDEX views_shared ON views (name) WHERE shared = 1;
