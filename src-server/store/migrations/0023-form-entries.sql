-- What came of each submission, for those who look after the form. What was entered is in the task.
CREATE TABLE form_entries (
  -- The reference, or the operation's id.
  id TEXT PRIMARY KEY,
  form_id TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- user, key or public; the id and the name at that time.
  sender_kind TEXT NOT NULL,
  sender_id TEXT,
  sender_name TEXT NOT NULL,
  -- NULL: it was refused.
  task_uid TEXT,
  -- JSON list of field and message; NULL: it was taken.
  problems TEXT
);
CREATE INDEX form_entries_by_form ON form_entries (form_id, at, id);
CREATE INDEX form_entries_refused ON form_entries (form_id, at) WHERE task_uid IS NULL;
CREATE INDEX form_entries_by_task ON form_entries (task_uid) WHERE task_uid IS NOT NULL;
CREATE INDEX form_entries_by_age ON form_entries (at) WHERE task_uid IS NULL;

-- What was sent under an id before there was this table.
INSERT INTO form_entries (id, form_id, at, sender_kind, sender_id, sender_name, task_uid, problems)
SELECT s.reference, s.form_id, s.at, CASE h.actor_kind WHEN 'system' THEN 'public' ELSE h.actor_kind END, h.actor_uid,
  COALESCE(u.name, k.name, ''), s.reference, NULL
FROM form_submissions s
JOIN history h ON h.task_uid = s.reference AND h.version = 1
LEFT JOIN users u ON u.id = h.actor_uid
LEFT JOIN api_keys k ON k.id = h.actor_uid;
