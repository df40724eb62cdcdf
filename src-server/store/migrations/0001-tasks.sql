-- One row: who this database is (a restored copy gets a new epoch) and the last feed number that was drawn.
CREATE TABLE feed (
  id BIGINT PRIMARY KEY,
  epoch TEXT NOT NULL,
  seq BIGINT NOT NULL
);

CREATE TABLE tasks (
  uid TEXT PRIMARY KEY,
  seq BIGINT NOT NULL,
  version BIGINT NOT NULL,
  status TEXT NOT NULL,
  status_at BIGINT NOT NULL,
  assignee_uid TEXT,
  queue_uid TEXT,
  -- A queue that somebody chose by hand: it wins over routing until it is cleared.
  queue_override TEXT,
  due_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL,
  started_at BIGINT,
  done_at BIGINT,
  snooze_expires_at BIGINT,
  fields TEXT NOT NULL,
  integrations TEXT NOT NULL,
  skills TEXT NOT NULL,
  priority DOUBLE PRECISION,
  -- JSON: source -> { "status", "assignee" } that it sent last. A status counts only when it differs from that.
  source_state TEXT NOT NULL,
  deleted BIGINT NOT NULL
);
CREATE UNIQUE INDEX tasks_by_seq ON tasks (seq);
CREATE INDEX tasks_open_by_queue ON tasks (queue_uid, seq) WHERE deleted = 0 AND status <> 'DONE';
CREATE INDEX tasks_open_by_seq ON tasks (seq) WHERE deleted = 0 AND status <> 'DONE';
CREATE INDEX tasks_by_assignee ON tasks (assignee_uid, seq) WHERE assignee_uid IS NOT NULL;
CREATE INDEX tasks_by_creation ON tasks (created_at, uid);
CREATE INDEX tasks_next ON tasks (queue_uid, due_at, created_at) WHERE deleted = 0 AND status = 'TODO';

-- What a source calls a task: `fields.external_id` within the key's source.
CREATE TABLE task_external_ids (
  source TEXT NOT NULL,
  external_id TEXT NOT NULL,
  task_uid TEXT NOT NULL,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX task_external_ids_by_task ON task_external_ids (task_uid);

-- A task's visibility is a set of tokens: `open`, `queue:<id>` (both while open) and `assignee:<id>`. A caller's scope
-- is a set of tokens too. This table says which token a task lost last, and when, so that exactly the callers who
-- could see it are told to forget it.
CREATE TABLE task_exits (
  token TEXT NOT NULL,
  task_uid TEXT NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (token, task_uid)
);
CREATE INDEX task_exits_by_seq ON task_exits (token, seq);
CREATE INDEX task_exits_all ON task_exits (seq);

CREATE TABLE history (
  task_uid TEXT NOT NULL,
  version BIGINT NOT NULL,
  step TEXT NOT NULL,
  status_before TEXT,
  status TEXT NOT NULL,
  assignee_uid TEXT,
  queue_uid TEXT,
  -- Who: user, key or system; the id and the name at that time.
  actor_kind TEXT NOT NULL,
  actor_uid TEXT,
  actor_name TEXT NOT NULL,
  -- What the device's clock said, for the audit; NULL when no device was involved.
  device_at TEXT,
  op_id TEXT,
  note TEXT,
  -- JSON of the attributes that changed besides status and assignee.
  changes TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (task_uid, version)
);

CREATE TABLE devices (
  device_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  last_seq BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);

-- Every operation that was decided, in the same transaction as its effect.
CREATE TABLE ledger (
  op_id TEXT PRIMARY KEY,
  device_id TEXT NOT NULL,
  device_seq BIGINT NOT NULL,
  task_uid TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  -- JSON of the answer.
  result TEXT NOT NULL,
  -- 1 when it was rejected in a way that what builds on it falls with it.
  rejected BIGINT NOT NULL,
  -- The task's version when it was decided.
  version BIGINT NOT NULL,
  at BIGINT NOT NULL
);
CREATE UNIQUE INDEX ledger_by_device ON ledger (device_id, device_seq);
CREATE INDEX ledger_by_task ON ledger (device_id, task_uid, device_seq);
CREATE INDEX ledger_by_age ON ledger (at);
