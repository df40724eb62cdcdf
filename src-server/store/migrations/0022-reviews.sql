-- Completed tasks that were drawn for somebody else to look at.
CREATE TABLE reviews (
  -- Made of the task and its version: a completion is drawn once.
  id TEXT PRIMARY KEY,
  task_uid TEXT NOT NULL,
  version BIGINT NOT NULL,
  queue_uid TEXT,
  -- Who completed it; NULL: nobody that has an account.
  person_uid TEXT,
  completed_at BIGINT NOT NULL,
  -- open, passed, failed
  state TEXT NOT NULL,
  reviewer_uid TEXT,
  reviewer_name TEXT,
  reviewed_at BIGINT,
  note TEXT
);
CREATE INDEX reviews_by_state ON reviews (state, completed_at, id);
CREATE INDEX reviews_by_time ON reviews (completed_at, id);
CREATE INDEX reviews_by_task ON reviews (task_uid);
