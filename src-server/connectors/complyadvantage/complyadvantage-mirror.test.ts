import { describeMirror } from '../mirror-harness.ts';
import { COMPLYADVANTAGE } from './complyadvantage-kind.ts';
import { createComplyAdvantageSimulator } from './simulator/create-complyadvantage-simulator.ts';

describeMirror(COMPLYADVANTAGE, createComplyAdvantageSimulator);
describeMirror({ ...COMPLYADVANTAGE, name: 'ComplyAdvantage’s legacy API' }, (options) =>
  createComplyAdvantageSimulator({ ...options, api: 'legacy' }),
);
