-- Everything that somebody changed has a place in the feed: history rows that of their write, in the order of versions.
ALTER TABLE history ADD COLUMN seq BIGINT NOT NULL DEFAULT 0;
-- What is older comes before all feed numbers, by time.
UPDATE history SET seq = older.place FROM (
  SELECT task_uid, version, ROW_NUMBER() OVER (ORDER BY at, task_uid, version) - (SELECT COUNT(*) FROM history) - 1 AS place FROM history
) AS older WHERE older.task_uid = history.task_uid AND older.version = history.version;
CREATE INDEX history_by_seq ON history (seq);

-- Changes of everything that is no task, and sign-ins.
CREATE TABLE audit_events (
  -- A number of the feed.
  seq BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  -- user, key, system, or nobody: somebody who did not sign in.
  actor_kind TEXT NOT NULL,
  actor_uid TEXT,
  actor_name TEXT NOT NULL,
  -- noun.verb, as in the API.
  action TEXT NOT NULL,
  -- The id of what was changed.
  subject TEXT,
  -- The network address that it came from.
  address TEXT,
  -- JSON, without secrets.
  details TEXT NOT NULL
);
CREATE INDEX audit_events_by_time ON audit_events (at);

-- Each seal holds the hash of all entries after the seal before, up to a feed number, and the hash of that seal.
CREATE TABLE audit_seals (
  number BIGINT PRIMARY KEY,
  last_seq BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  content_hash TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  at BIGINT NOT NULL
);
