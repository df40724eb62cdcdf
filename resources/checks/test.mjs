import { availableParallelism } from 'node:os';
import { startVirtualDisplay } from '../setup/virtual-display.mjs';
import { CHECKS } from './check.mjs';
import { runSteps } from './run-steps.mjs';

/** `npm test`: all checks, then the real Electron against a real server, then the story. */
const TESTS = [
  ...CHECKS,
  // No spec has random inputs: what passes when it is asked again was a race, and is listed as flaky to be mended.
  { name: 'end to end in Electron', command: ['playwright', 'test', '--retries=1'], loud: true },
  { name: 'the story', command: [process.execPath, 'e2e/story/story.ts'], loud: true },
];

// On a virtual display nobody is disturbed by more windows: the specs run on two, two at a time.
const second = process.env.VIRTUAL_DISPLAY !== undefined && availableParallelism() > 1 ? await startVirtualDisplay() : undefined;
if (second !== undefined) process.env.SECOND_VIRTUAL_DISPLAY = JSON.stringify(second.environment);
process.exitCode = (await runSteps(TESTS)) === 0 ? 0 : 1;
second?.stop();
