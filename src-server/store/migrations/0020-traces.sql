-- The W3C traceparent of the request that asked for the step; NULL where it named none. Webhooks and writes to mirrored
-- systems carry it on.
ALTER TABLE history ADD COLUMN traceparent TEXT;

-- Open tasks of some queues are found along all open ones, with a look at the queue in the index: an index by queue had to be
-- changed in two places with every write of a task.
DROP INDEX tasks_open_by_queue;
DROP INDEX tasks_open_by_seq;
CREATE INDEX tasks_open_by_seq ON tasks (seq, queue_uid) WHERE deleted = 0 AND status <> 'DONE';
