-- What connectors did is forgotten after a while.
CREATE INDEX connector_runs_by_age ON connector_runs (started_at);
