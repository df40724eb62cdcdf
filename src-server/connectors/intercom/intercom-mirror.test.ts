import { describeMirror } from '../mirror-harness.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator } from './simulator/create-intercom-simulator.ts';

// Longer than some of the steps take: what was written is not what is found.
describeMirror(INTERCOM, (options) => createIntercomSimulator({ ...options, searchLagMs: 5_000 }));
