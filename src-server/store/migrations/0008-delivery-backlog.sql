-- How much is still to be delivered is counted without a look at what was.
CREATE INDEX deliveries_waiting ON deliveries (hook_key) WHERE state = 'waiting';
