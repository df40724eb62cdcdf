-- Tasks that somebody took offline: claimed for them, and given back at the end unless they were begun.
CREATE TABLE leases (
  id TEXT PRIMARY KEY,
  user_uid TEXT NOT NULL,
  queue_uid TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- When its tasks were given back, early or by the clock.
  ended_at BIGINT
);
CREATE INDEX leases_running ON leases (expires_at) WHERE ended_at IS NULL;
CREATE INDEX leases_ended ON leases (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE lease_tasks (
  lease_id TEXT NOT NULL,
  task_uid TEXT NOT NULL,
  -- The task's after it was claimed: what happened later says whether it is still as it was taken.
  version BIGINT NOT NULL,
  PRIMARY KEY (lease_id, task_uid)
);
