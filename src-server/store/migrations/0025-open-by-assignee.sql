-- With an index by assignee each claim of a group touches pages of its own, two of them: four fifths of what a group of claims
-- wrote. What is open is found along all that is open, with a look at the assignee in the index; only what is done keeps
-- indexes by assignee.
DROP INDEX tasks_by_assignee;
DROP INDEX tasks_by_assignee_and_status;
DROP INDEX tasks_by_status;
DROP INDEX tasks_open_by_seq;
CREATE INDEX tasks_by_status ON tasks (status, created_at, uid, queue_uid, assignee_uid) WHERE deleted = 0;
CREATE INDEX tasks_open_by_seq ON tasks (seq, queue_uid, assignee_uid) WHERE deleted = 0 AND status <> 'DONE';
CREATE INDEX tasks_done_by_assignee ON tasks (assignee_uid, created_at, uid) WHERE deleted = 0 AND status = 'DONE' AND assignee_uid IS NOT NULL;
CREATE INDEX tasks_done_by_assignee_and_seq ON tasks (assignee_uid, seq) WHERE deleted = 0 AND status = 'DONE' AND assignee_uid IS NOT NULL;
