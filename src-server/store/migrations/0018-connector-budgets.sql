-- JSON, by the process that has the connector, or had it last: how much of each of the vendor's budgets is used, and until when.
ALTER TABLE connector_states ADD COLUMN budgets TEXT;

-- Up to this version of the task, what operators said was written back as notes.
ALTER TABLE connector_items ADD COLUMN noted_version BIGINT NOT NULL DEFAULT 0;
UPDATE connector_items SET noted_version = our_version;
