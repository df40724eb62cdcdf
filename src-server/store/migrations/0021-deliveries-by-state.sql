-- A page of the list by state, newest first, without a walk past a million deliveries of another state.
CREATE INDEX deliveries_delivered ON deliveries (hook_key, created_at, id) WHERE state = 'delivered';
CREATE INDEX deliveries_unfinished ON deliveries (hook_key, created_at, id) WHERE state IN ('ready', 'waiting');
