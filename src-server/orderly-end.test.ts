import { expect, it } from 'vitest';
import { OrderlyEnd } from './orderly-end.ts';

it('ends one after the other and says what it waits for', async () => {
  const gate = Promise.withResolvers<void>();
  const ended: string[] = [];
  const ending = new OrderlyEnd([
    { of: 'requests', end: () => gate.promise.then(() => void ended.push('requests')) },
    { of: 'the database', end: () => void ended.push('the database') },
  ]);
  expect(ending.waitsFor).toBeNull();
  const running = ending.run();
  expect([ending.waitsFor, ended]).toEqual(['requests', []]);
  gate.resolve();
  await running;
  expect([ending.waitsFor, ended]).toEqual([null, ['requests', 'the database']]);
});

it('ends the rest where something fails, and throws that afterwards', async () => {
  const ended: string[] = [];
  const refuse = () => Promise.reject(new Error('no'));
  const later = { of: 'the database', end: () => void ended.push('the database') };
  await expect(new OrderlyEnd([{ of: 'mirrors', end: refuse }, later]).run()).rejects.toThrow('mirrors did not end in order');
  expect(ended).toEqual(['the database']);
});
