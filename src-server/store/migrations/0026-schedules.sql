-- When people work: a time zone, hours by weekday, holidays (JSON, as `src-shared/schema/schedule.ts` has them).
CREATE TABLE schedules (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  week TEXT NOT NULL,
  holidays TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

ALTER TABLE queues ADD COLUMN schedule_uid TEXT;
-- A task that comes without a due date is due after so many working minutes.
ALTER TABLE queues ADD COLUMN target_minutes BIGINT;

-- The target that set `due_at`; NULL: its source did, or nobody.
ALTER TABLE tasks ADD COLUMN due_target_minutes BIGINT;

-- One row: in which queues open tasks are to be given the due dates of today's targets, and how far that has come.
CREATE TABLE target_work (
  id BIGINT PRIMARY KEY,
  -- JSON list.
  queue_uids TEXT NOT NULL,
  -- requested, running or done.
  state TEXT NOT NULL,
  done_seq BIGINT NOT NULL,
  -- The work ends here: whatever is beyond was written after it was asked for.
  until_seq BIGINT NOT NULL,
  done_count BIGINT NOT NULL,
  total_count BIGINT NOT NULL
);
INSERT INTO target_work (id, queue_uids, state, done_seq, until_seq, done_count, total_count) VALUES (1, '[]', 'done', 0, 0, 0, 0);
