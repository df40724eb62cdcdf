CREATE TABLE queues (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  priority BIGINT NOT NULL,
  -- JSON tree of react-querybuilder.
  condition TEXT NOT NULL,
  -- JSON list.
  skills TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  release_on_skip BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- One row. `revision` is random and new with every change of a queue. While `routing_revision` differs from it, open
-- tasks are being routed again: those with a uid up to `routed_uid` have been.
CREATE TABLE queue_revision (
  id BIGINT PRIMARY KEY,
  revision TEXT NOT NULL,
  routing_revision TEXT NOT NULL,
  routed_uid TEXT NOT NULL,
  routed_count BIGINT NOT NULL,
  total_count BIGINT NOT NULL
);
INSERT INTO queue_revision (id, revision, routing_revision, routed_uid, routed_count, total_count) VALUES (1, 'empty', 'empty', '', 0, 0);

-- `GET /tasks?updated_since=` starts at the first task that changed since then.
CREATE INDEX tasks_by_update ON tasks (updated_at);
