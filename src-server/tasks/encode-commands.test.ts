import { expect, it } from 'vitest';
import type { Caller } from '../auth/caller.ts';
import { decodeCommands, decodeOutcomes, encodeCommands, encodeOutcomes } from './encode-commands.ts';
import type { CommandOutcome, TaskCommand } from './task-commands.ts';

const office: Caller = { kind: 'key', keyId: 'key_1', name: 'Back office', source: 'office', scopes: ['tasks:write'] };
const traced: Caller = { ...office, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };

it('gives back each command with its own caller, in their order, and writes each caller down once', () => {
  const claim = (caller: Caller, queueUid: string): TaskCommand => ({
    name: 'claimNextTask',
    parameters: { caller, queueUid, assignee: { assignee_uid: 'u1' } },
  });
  const commands = [claim(office, 'refunds'), claim(traced, 'claims'), claim(office, 'onboarding')];
  const text = encodeCommands(commands);
  expect(decodeCommands(text)).toEqual(commands);
  expect(text.match(/Back office/g)).toHaveLength(2);
});

it('gives back each outcome as it was', () => {
  const outcomes: CommandOutcome[] = [
    { ok: true, value: { status: 200, text: '{"uid":"t1"}', headers: { etag: '"2"' } } },
    { ok: false, code: 'not_found', message: 'There is no queue none.', details: { id: 'none' }, retryAfterSeconds: 1 },
    { ok: true, value: { status: 204, text: '', headers: {} } },
    { ok: true, value: { status: 201, text: '{"uid":"t2"}' } },
    { ok: false, code: null, message: 'Error: nobody expected it' },
  ];
  expect(decodeOutcomes(encodeOutcomes(outcomes))).toEqual(outcomes);
});
