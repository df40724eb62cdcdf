import { expect, it } from 'vitest';
import { openMirrorWorld } from './mirror-world.ts';
import { createZendeskSimulator } from './zendesk/create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk/zendesk-kind.ts';

const traceparent = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

it('what is written to a vendor is part of the trace of the last request that asked for it, what is read of none', async () => {
  const world = await openMirrorWorld(ZENDESK, (options) => createZendeskSimulator({ ...options, isRecording: true }), 3);
  const { simulator } = world;
  await world.cycle('full');
  const [first, second] = simulator.items().filter(({ state }) => state === 'open');
  const uidOf = async (externalId = '') => (await world.findTask(externalId))?.uid ?? '';
  const before = simulator.exchanges().length;
  await world.act(await uidOf(first?.externalId), 'person-1', { type: 'claim', assigneeUid: 'person-1' }, traceparent('1'));
  await world.act(await uidOf(first?.externalId), 'person-1', { type: 'start' }, traceparent('2'));
  await world.settle();
  await world.act(await uidOf(second?.externalId), 'person-1', { type: 'start' });
  await world.settle();
  await world.cycle('changes');
  const exchanges = simulator.exchanges().slice(before);
  const traces = (writes: boolean) =>
    new Set(exchanges.filter(({ method }) => (method === 'PUT') === writes).map(({ requestHeaders }) => requestHeaders.traceparent));
  expect([...traces(true)]).toEqual([traceparent('2'), undefined]);
  expect([...traces(false)].filter((trace) => trace !== undefined && trace !== traceparent('2'))).toEqual([]);
  expect(exchanges.at(-1)).toMatchObject({ method: 'GET' });
  expect(exchanges.at(-1)?.requestHeaders).not.toHaveProperty('traceparent');
  expect(world.failures).toEqual([]);
  await world.close();
});
