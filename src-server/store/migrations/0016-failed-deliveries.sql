-- What failed is found among a million that wait. Whoever fails has an error until it is delivered.
CREATE INDEX deliveries_failed ON deliveries (hook_key, created_at, id) WHERE last_error IS NOT NULL;
