CREATE TABLE forms (
  id TEXT PRIMARY KEY,
  -- The part of its page's address.
  slug TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  -- JSON: a schema, hints for its fields, a list of paths, the target, a list of origins.
  json_schema TEXT NOT NULL,
  ui TEXT NOT NULL,
  prefill TEXT NOT NULL,
  target TEXT NOT NULL,
  is_public BIGINT NOT NULL,
  frame_ancestors TEXT NOT NULL,
  enabled BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX forms_by_slug ON forms (slug);

-- What was sent already: the same id makes no second task.
CREATE TABLE form_submissions (
  form_id TEXT NOT NULL,
  -- Chosen by whoever sends it.
  submission_id TEXT NOT NULL,
  -- SHA-256 of the values.
  fingerprint TEXT NOT NULL,
  -- The task's id.
  reference TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (form_id, submission_id)
);
CREATE INDEX form_submissions_by_age ON form_submissions (at);
