import { describeMirror } from '../mirror-harness.ts';
import { createHubspotSimulator } from './create-hubspot-simulator.ts';
import { HUBSPOT } from './hubspot-kind.ts';

describeMirror(HUBSPOT, createHubspotSimulator);
