import { expect, it, onTestFinished } from 'vitest';
import { requestRun } from '../engine/connector-commands.ts';
import { describeMirror } from '../mirror-harness.ts';
import { openMirrorWorld } from '../mirror-world.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator } from './simulator/create-intercom-simulator.ts';

// Longer than some of the steps take: what was written is not what is found.
describeMirror(INTERCOM, (options) => createIntercomSimulator({ ...options, searchLagMs: 5_000 }));

it('gives a ticket to who has it when it was closed and opened again before anybody agreed to the closing', async () => {
  const world = await openMirrorWorld(INTERCOM, createIntercomSimulator);
  onTestFinished(world.close);
  const [person] = world.simulator.people;
  const assigneeExternalId = person?.externalId ?? null;
  const ids = world.simulator.create(
    ['A', 'B', 'C', 'D', 'E'].map((title) => ({ title, assigneeExternalId, fields: { object: 'ticket' } })),
  );
  await world.cycle('full');
  world.simulator.close(ids);
  world.waiting.advanceMs(150_000);
  await world.store.commands.submit((sql) => requestRun(sql, world.connectorId, true));
  await world.mirror.runDue();
  const tasks = () => Promise.all(ids.map(async (id) => (await world.findTask(id))?.status));
  // So many at once: an admin is asked.
  expect(await tasks()).toEqual(ids.map(() => 'TODO'));
  world.simulator.reopen(ids);
  await world.cycle('changes');
  await world.cycle('full');
  expect(await tasks()).toEqual(ids.map(() => 'STARTED'));
});
