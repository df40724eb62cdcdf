import { expect, it } from 'vitest';
import { fuzzServer } from './fuzz-server.ts';

/** `npm run bench -- fuzz` sends twenty times as many. */
const REQUESTS = 500;

it('requests of every kind get an answer, and none that says a secret or breaks the server', async () => {
  const { statuses, failures } = await fuzzServer({ requests: REQUESTS });
  expect(failures).toEqual([]);
  // Rubbish alone would be refused at the door: a good part of them gets through it.
  const done = [...statuses].filter(([status]) => status < 300).reduce((sum, [, count]) => sum + count, 0);
  expect(done).toBeGreaterThan(REQUESTS / 8);
}, 120_000);
