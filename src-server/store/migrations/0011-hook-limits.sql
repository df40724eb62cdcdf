-- How many requests an endpoint gets at the same time and in a second, over all server processes. NULL: its owner set no limit.
ALTER TABLE hooks ADD COLUMN max_in_flight BIGINT;
ALTER TABLE hooks ADD COLUMN max_per_second BIGINT;
-- Counts what is being sent to an endpoint. Rows are in it for as long as a request takes.
CREATE INDEX deliveries_claimed ON deliveries (hook_key) WHERE lease_owner IS NOT NULL;
-- Endpoints with a limit per second: up to which moment their turns are spent.
CREATE TABLE hook_paces (
  hook_key TEXT PRIMARY KEY,
  spent_until BIGINT NOT NULL
);

-- failing or disabled from when operators were told so until something passes again, else NULL.
ALTER TABLE hook_health ADD COLUMN alert TEXT;
-- When nothing passed any more, as far as operators were told.
ALTER TABLE hook_health ADD COLUMN alert_since BIGINT;
-- What happened to endpoints by itself. Outlives the hook.
CREATE TABLE hook_events (
  id TEXT PRIMARY KEY,
  hook_id TEXT NOT NULL,
  -- failing, disabled, recovered or removed.
  type TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- When nothing passed any more.
  since BIGINT NOT NULL,
  -- The last error: a sentence. NULL for recovered.
  error TEXT
);
CREATE INDEX hook_events_by_time ON hook_events (at, id);
CREATE INDEX hook_events_by_hook ON hook_events (hook_id, at, id);

-- Due dates that task.due is to tell of when they pass. Kept while some endpoint wants that event.
CREATE TABLE due_alarms (
  task_uid TEXT PRIMARY KEY,
  due_at BIGINT NOT NULL
);
CREATE INDEX due_alarms_by_time ON due_alarms (due_at);
-- One row. off: there are no alarms; arming: those of tasks up to position are set; on: all are; clearing: they are being removed.
CREATE TABLE due_watch (
  id BIGINT PRIMARY KEY,
  state TEXT NOT NULL,
  position TEXT NOT NULL
);
INSERT INTO due_watch (id, state, position) VALUES (1, 'off', '');
