-- One row. The revision is a new random text with every change of a hook: whoever has read the hooks of a revision may
-- keep them for as long as it stands, in any process.
CREATE TABLE hook_revision (
  id BIGINT PRIMARY KEY,
  revision TEXT NOT NULL
);
INSERT INTO hook_revision (id, revision) VALUES (1, 'empty');

CREATE TABLE hooks (
  -- Never used twice: a hook that takes the id of a deleted one must not inherit its deliveries.
  hook_key TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- JSON list of event types.
  events TEXT NOT NULL,
  -- tagged or all.
  scope TEXT NOT NULL,
  -- 1: subscribed with target_url; an answer 410 removes it.
  rest_hook BIGINT NOT NULL,
  enabled BIGINT NOT NULL,
  -- paused, gone or failing while it is not enabled, else NULL.
  disabled_reason TEXT,
  -- Sealed JSON: [{ "secret", "until" }], the current one first with until null.
  secrets TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX hooks_by_id ON hooks (id);

-- Deleted hooks whose deliveries are still to be cleaned up.
CREATE TABLE removed_hooks (
  hook_key TEXT PRIMARY KEY
);

-- What attempts say about an endpoint; apart from hooks, because it changes all the time.
CREATE TABLE hook_health (
  hook_key TEXT PRIMARY KEY,
  -- The first failure since which nothing has passed; NULL while things pass.
  failing_since BIGINT,
  last_success_at BIGINT,
  last_failure_at BIGINT,
  last_error TEXT
);

-- One row per transition and endpoint, written in the transition's transaction. Of the rows of a task and an endpoint
-- that are still to be delivered, the one of the lowest version is ready and those after it wait for it.
CREATE TABLE deliveries (
  -- The webhook-id.
  id TEXT PRIMARY KEY,
  hook_key TEXT NOT NULL,
  task_uid TEXT NOT NULL,
  version BIGINT NOT NULL,
  type TEXT NOT NULL,
  -- ready, waiting, delivered or given_up.
  state TEXT NOT NULL,
  -- When it may be sent. While a process sends it: when its lease ends and another process may.
  due_at BIGINT NOT NULL,
  lease_owner TEXT,
  -- JSON text of the body's data as frozen by the transition; NULL once body holds it.
  data TEXT,
  -- The exact bytes that are signed and sent, fixed at the first send.
  body TEXT,
  -- Attempts in all, and the position in the retry schedule, which a replay starts again.
  attempts BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  first_attempt_at BIGINT,
  last_status BIGINT,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE UNIQUE INDEX deliveries_by_transition ON deliveries (hook_key, task_uid, version);
CREATE INDEX deliveries_ready ON deliveries (hook_key, due_at) WHERE state = 'ready';
CREATE INDEX deliveries_by_time ON deliveries (hook_key, created_at, id);

CREATE TABLE delivery_attempts (
  delivery_id TEXT NOT NULL,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  duration_ms BIGINT NOT NULL,
  status BIGINT,
  error TEXT,
  answer TEXT NOT NULL,
  PRIMARY KEY (delivery_id, number)
);

-- Samples and replays of what was missed look for transitions by time.
CREATE INDEX history_by_time ON history (at);
