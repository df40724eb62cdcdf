import { runSteps } from './run-steps.mjs';

/** `npm run demo`: builds the console when it is not current, then tells the story. */
export const STORY = [
  { name: 'build of the console', command: [process.execPath, 'resources/setup/build-console.mjs'] },
  { name: 'the story', command: [process.execPath, 'e2e/story/story.ts'], loud: true },
];

if (import.meta.main) process.exitCode = (await runSteps(STORY)) === 0 ? 0 : 1;
