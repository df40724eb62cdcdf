CREATE TABLE connectors (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  -- JSON.
  config TEXT NOT NULL,
  -- Sealed JSON; NULL until they are entered, and after a change of the address, until they are entered again.
  credentials TEXT,
  -- Sealed JSON: what the kind keeps, such as renewed tokens; it goes with the credentials.
  kept_secrets TEXT,
  -- Sealed: what callers of /events may show instead of a signature of the vendor's.
  event_secret TEXT NOT NULL,
  -- JSON.
  schedule TEXT NOT NULL,
  mapping TEXT NOT NULL,
  safety TEXT NOT NULL,
  write_back TEXT NOT NULL,
  -- JSON: what the vendor said when it was asked last who we are; NULL before.
  account TEXT,
  -- A new random text with every change of the settings: a run that began before it ends.
  revision TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

-- What changes all the time about a connector, and which process is at it.
CREATE TABLE connector_states (
  connector_id TEXT PRIMARY KEY,
  lease_owner TEXT,
  lease_until BIGINT NOT NULL,
  next_run_at BIGINT NOT NULL,
  next_full_at BIGINT NOT NULL,
  -- '', run or full: somebody asked for it.
  requested TEXT NOT NULL,
  -- The run that somebody wants to end.
  cancelled_run TEXT,
  -- Runs that failed in a row.
  failures BIGINT NOT NULL,
  -- JSON, by the vendor's clock. NULL: nothing was mirrored yet.
  watermark TEXT,
  -- JSON: where to go on within the changes, and within the whole list, after a stop.
  resume_changes TEXT,
  resume_full TEXT,
  -- The number of the whole reconciliation that is under way, or was last.
  round BIGINT NOT NULL,
  -- Up to this feed number, our changes were looked through for what is to be written back.
  looked_seq BIGINT NOT NULL,
  -- When the vendor's people were read last.
  people_at BIGINT NOT NULL
);

-- Everything that was ever mirrored: what the vendor said last, and what we had when both agreed.
CREATE TABLE connector_items (
  connector_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  task_uid TEXT NOT NULL,
  -- open, closed or deleted.
  vendor_state TEXT NOT NULL,
  vendor_word TEXT NOT NULL,
  vendor_assignee TEXT,
  -- 1: the vendor's person was nobody that is known here.
  person_unknown BIGINT NOT NULL,
  our_status TEXT NOT NULL,
  our_assignee TEXT,
  our_version BIGINT NOT NULL,
  -- Of all that the vendor said: the same again is passed over.
  fingerprint TEXT NOT NULL,
  -- The last whole reconciliation that saw it, and how many in a row did not.
  round BIGINT NOT NULL,
  absences BIGINT NOT NULL,
  -- closed or deleted: it is to be closed at the end of a run; and the run that asks before it does so.
  closing TEXT,
  closing_run TEXT,
  -- When its own page was read or written last: lists of the vendor may lag behind that.
  direct_at BIGINT NOT NULL,
  -- 1: what we wrote has not come back yet.
  echo_due BIGINT NOT NULL,
  -- When something of ours is to be written back; NULL: nothing is.
  write_due_at BIGINT,
  write_tries BIGINT NOT NULL,
  PRIMARY KEY (connector_id, external_id)
);
CREATE UNIQUE INDEX connector_items_by_task ON connector_items (task_uid, connector_id);
CREATE INDEX connector_items_open ON connector_items (connector_id, round) WHERE vendor_state = 'open';
CREATE INDEX connector_items_closing ON connector_items (connector_id, closing_run) WHERE closing IS NOT NULL;
CREATE INDEX connector_items_writes ON connector_items (connector_id, write_due_at) WHERE write_due_at IS NOT NULL;

-- Names of fields that the vendor ever sent: where one of them is missing, it is gone.
CREATE TABLE connector_fields (
  connector_id TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (connector_id, name)
);

CREATE TABLE connector_people (
  connector_id TEXT NOT NULL,
  external_id TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT,
  is_active BIGINT NOT NULL,
  PRIMARY KEY (connector_id, external_id)
);

CREATE TABLE connector_runs (
  id TEXT PRIMARY KEY,
  connector_id TEXT NOT NULL,
  -- changes, full, items or writes.
  type TEXT NOT NULL,
  -- running, succeeded, failed, halted, cancelled or interrupted.
  status TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  ended_at BIGINT,
  -- JSON: counts by name.
  figures TEXT NOT NULL,
  -- JSON: samples; and how many there were.
  errors TEXT NOT NULL,
  error_count BIGINT NOT NULL,
  warnings TEXT NOT NULL,
  -- JSON, of a run that asks: how many of how many it would close, and samples of them.
  closings TEXT
);
CREATE INDEX connector_runs_by_time ON connector_runs (connector_id, started_at, id);

-- Calls of the vendor: repeats are known by the id, and what they are about is read soon.
CREATE TABLE connector_events (
  connector_id TEXT NOT NULL,
  delivery_id TEXT NOT NULL,
  -- JSON list of external ids; NULL once they were read.
  external_ids TEXT,
  at BIGINT NOT NULL,
  PRIMARY KEY (connector_id, delivery_id)
);
CREATE INDEX connector_events_unread ON connector_events (connector_id, at) WHERE external_ids IS NOT NULL;
CREATE INDEX connector_events_by_age ON connector_events (at);
