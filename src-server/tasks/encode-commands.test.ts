import { expect, it } from 'vitest';
import type { Caller } from '../auth/caller.ts';
import { decodeCommands, encodeCommands } from './encode-commands.ts';
import type { TaskCommand } from './task-commands.ts';

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
