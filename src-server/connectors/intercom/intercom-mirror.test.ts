import { describeMirror } from '../mirror-harness.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator } from './simulator/create-intercom-simulator.ts';

describeMirror(INTERCOM, createIntercomSimulator);
