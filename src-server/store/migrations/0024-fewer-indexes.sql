-- Each index that a new task has to enter costs its write a page of the log or more. Lists by queue are walks along the
-- tasks of each status, with a look at the queue in the index itself; only what is done is too much for that. And nobody
-- asks for what a task is called elsewhere.
DROP INDEX tasks_by_status;
DROP INDEX tasks_by_queue_and_status;
DROP INDEX task_external_ids_by_task;
CREATE INDEX tasks_by_status ON tasks (status, created_at, uid, queue_uid) WHERE deleted = 0;
CREATE INDEX tasks_done_by_queue ON tasks (queue_uid, created_at, uid) WHERE deleted = 0 AND status = 'DONE' AND queue_uid IS NOT NULL;
