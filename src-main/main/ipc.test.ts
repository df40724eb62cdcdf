import type { IpcMain } from 'electron';
import { Check } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { IPC_CALLS, IPC_EVENTS } from '../../src-shared/ipc/contract.ts';
import { IPC_CALL_NAMES, IPC_EVENT_NAMES } from '../../src-shared/ipc/names.ts';
import { type IpcHandlers, registerIpc } from './ipc.ts';

type Listener = (event: unknown, parameters: unknown) => Promise<unknown>;

function register(handlers: Partial<IpcHandlers>) {
  const listeners = new Map<string, Listener>();
  const failures: string[] = [];
  const ipcMain = { handle: (call: string, listener: Listener) => listeners.set(call, listener) } as unknown as IpcMain;
  registerIpc(ipcMain, handlers as IpcHandlers, (call, error) => failures.push(`${call}: ${String(error)}`));
  const call = (name: string, parameters: unknown, frame: unknown = { parent: null, url: 'app://docket/index.html' }) =>
    listeners.get(name)?.({ senderFrame: frame }, parameters);
  return { call, failures, listeners };
}

const noAccount = async () => ({ account: null, suggestedServer: null });

describe('a call from the page', () => {
  test('is carried out when sender and parameters are right', async () => {
    const { call } = register({ 'session.get': noAccount });
    expect(await call('session.get', null)).toEqual({ account: null, suggestedServer: null });
  });

  test.each([
    ['another page', { parent: null, url: 'https://example.com/' }],
    ['a frame in the page', { parent: {}, url: 'app://docket/index.html' }],
    ['a frame that is gone', null],
    ['the page that says that the console stopped', { parent: null, url: 'app://docket/stopped.html' }],
  ])('is refused from %s', async (_name, frame) => {
    const { call } = register({ 'session.get': noAccount });
    await expect(call('session.get', null, frame)).rejects.toThrow('may not call');
  });

  test('from the floating player is carried out only where it is for that', async () => {
    const mini = { parent: null, url: 'app://docket/mini.html' };
    const { call } = register({ 'session.get': noAccount, 'mini.get': async () => null });
    expect(await call('mini.get', null, mini)).toBeNull();
    await expect(call('session.get', null, mini)).rejects.toThrow('may not call');
    expect(await call('session.get', null, { parent: null, url: 'app://docket/index.html#x' })).toMatchObject({ account: null });
  });

  test('is refused with parameters that the contract does not know', async () => {
    let called = false;
    const { call } = register({
      'session.signIn': async () => {
        called = true;
        return { ok: false, code: 'x', message: 'x' };
      },
    });
    for (const parameters of [undefined, null, { server: 'x' }, { server: 'x', email: 'a', password: 'b', more: 1 }]) {
      await expect(call('session.signIn', parameters)).rejects.toThrow('contract');
    }
    expect(called).toBe(false);
  });

  test('that fails tells the page nothing of why, and the log all', async () => {
    const { call, failures } = register({
      'session.get': async () => {
        throw new Error('EACCES /home/ada/.config/docket/session.json');
      },
      'app.info': async () => ({ version: 1 }) as never,
    });
    await expect(call('session.get', null)).rejects.toThrow(/^session.get failed\.$/);
    await expect(call('app.info', null)).rejects.toThrow(/^app.info failed\.$/);
    expect(failures).toEqual(['session.get: Error: EACCES /home/ada/.config/docket/session.json', expect.stringContaining('contract')]);
  });
});

test('a draft that could not be read from the journal again is refused before it is written', () => {
  const draft = { opId: '018f0000-0000-7000-8000-000000000001', taskId: 't', action: 'claim', baseVersion: 1, at: 'now', payload: {} };
  const takes = (changes: object) => Check(IPC_CALLS['journal.append'].parameters, { drafts: [{ ...draft, ...changes }] });
  expect([takes({}), takes({ at: '' }), takes({ baseVersion: 2 ** 60 })]).toEqual([true, false, false]);
});

test('the preload knows exactly the contract’s channels', () => {
  expect([...IPC_CALL_NAMES].sort()).toEqual(Object.keys(IPC_CALLS).sort());
  expect([...IPC_EVENT_NAMES].sort()).toEqual(Object.keys(IPC_EVENTS).sort());
});
