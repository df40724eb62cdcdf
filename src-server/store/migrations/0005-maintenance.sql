-- Jobs that one process at a time does for all: who is at it until when, and when it was done last.
CREATE TABLE maintenance_jobs (
  name TEXT PRIMARY KEY,
  lease_owner TEXT,
  lease_until BIGINT NOT NULL,
  finished_at BIGINT NOT NULL
);

-- Where the feed stood at a time: exits have a feed number and no date.
CREATE TABLE feed_marks (
  at BIGINT PRIMARY KEY,
  seq BIGINT NOT NULL
);

-- Exits up to this feed number may be gone: a replica that has not come so far has to start over.
ALTER TABLE feed ADD COLUMN pruned_seq BIGINT NOT NULL DEFAULT 0;

-- Done tasks by age, for those who do not keep them for ever.
CREATE INDEX tasks_done ON tasks (done_at) WHERE deleted = 0 AND status = 'DONE';
