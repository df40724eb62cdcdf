import { CHECKS } from './check.mjs';
import { runSteps } from './run-steps.mjs';

/** `npm test`: all checks, then the real Electron against a real server, then the story. */
const TESTS = [
  ...CHECKS,
  { name: 'end to end in Electron', command: ['playwright', 'test'], loud: true },
  { name: 'the story', command: [process.execPath, 'e2e/story/story.ts'], loud: true },
];

process.exitCode = (await runSteps(TESTS)) === 0 ? 0 : 1;
