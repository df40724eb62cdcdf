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

-- One row. `revision` is a new random text with every change of a queue. The rest is the work that the last change
-- which moves tasks asked for: open tasks in the order of the feed, those up to `routed_seq` have been routed again.
CREATE TABLE queue_routing (
  id BIGINT PRIMARY KEY,
  revision TEXT NOT NULL,
  -- requested, running or done.
  state TEXT NOT NULL,
  requested_at BIGINT NOT NULL,
  routed_seq BIGINT NOT NULL,
  -- The work ends here: whatever is beyond was written under the new queues.
  until_seq BIGINT NOT NULL,
  routed_count BIGINT NOT NULL,
  total_count BIGINT NOT NULL
);
INSERT INTO queue_routing (id, revision, state, requested_at, routed_seq, until_seq, routed_count, total_count) VALUES (1, 'empty', 'done', 0, 0, 0, 0, 0);

-- Queues that were deleted take the choices that people made for them along.
CREATE INDEX tasks_by_override ON tasks (queue_override) WHERE queue_override IS NOT NULL;

-- The next task of a queue: due date, then priority (the higher, the sooner; none comes last), then age. The tail lets
-- it pass over tasks that sleep without reading them.
DROP INDEX tasks_next;
CREATE INDEX tasks_next ON tasks (queue_uid, due_at, (COALESCE(priority, -1e300)) DESC, created_at, uid, snooze_expires_at) WHERE deleted = 0 AND status = 'TODO';

-- `GET /tasks?updated_since=` starts at the first task that changed since then.
CREATE INDEX tasks_by_update ON tasks (updated_at);
