import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openTestApp } from '../../app-fixture.ts';
import { createConnectorEngine } from './connector-engine.ts';

it('looks at nothing any more once it was stopped', async () => {
  const test = await openTestApp();
  const { database } = test.dependencies.connectors;
  let looks = 0;
  const counted = { ...database, read: (work: Parameters<typeof database.read>[0]) => database.read(work).finally(() => looks++) };
  const engine = createConnectorEngine({
    ...test.dependencies.connectors,
    ...{ database: counted as typeof database, lookEveryMs: 20, onRunEnded: () => undefined },
    onError: (error) => test.failures.push(error),
  });
  engine.start();
  while (looks < 8) await sleep(10);
  await engine.stop();
  const looksUntilThen = looks;
  await sleep(100);
  expect(looks).toBe(looksUntilThen);
  await test.close();
});
