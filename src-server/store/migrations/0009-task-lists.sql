-- Pages of `GET /tasks` by status, queue and assignee, newest or oldest first.
CREATE INDEX tasks_by_status ON tasks (status, created_at, uid) WHERE deleted = 0;
CREATE INDEX tasks_by_queue_and_status ON tasks (queue_uid, status, created_at, uid) WHERE deleted = 0 AND queue_uid IS NOT NULL;
CREATE INDEX tasks_by_assignee_and_status ON tasks (assignee_uid, status, created_at, uid) WHERE deleted = 0 AND assignee_uid IS NOT NULL;

-- The latest moment of all writes up to this one. Along the feed it never goes back, even where the clock did: the place
-- where `updated_since` begins is found by halving, without an index of its own.
ALTER TABLE feed ADD COLUMN at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN feed_at BIGINT NOT NULL DEFAULT 0;
UPDATE tasks SET feed_at = walk.latest FROM (SELECT uid, MAX(updated_at) OVER (ORDER BY seq) AS latest FROM tasks) AS walk WHERE walk.uid = tasks.uid;
UPDATE feed SET at = COALESCE((SELECT MAX(feed_at) FROM tasks), 0);
DROP INDEX tasks_by_update;
