import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Device, SyncWorld, until } from '../../../e2e/fixtures/sync-world.ts';
import { createAction } from '../../../src-server/sync/engine-fixture.ts';
import type { DocketBridge, IpcCall, IpcResult } from '../../../src-shared/ipc/contract.ts';
import { ServerApi } from '../../data/server-api.ts';
import type { ConsoleHandles } from '../../state/console-context.tsx';
import { activeUidOf, interfaceStore, resetInterface } from '../../state/interface-state.ts';
import { followAddresses } from './use-opened-addresses.ts';

let world: SyncWorld;
let ann: Device;
const endings: (() => void)[] = [];

beforeEach(async () => {
  vi.stubGlobal('document', { activeElement: null });
  vi.stubGlobal('requestAnimationFrame', () => 0);
  resetInterface();
  world = await SyncWorld.open();
  ann = await world.device('ann');
});
afterEach(async () => {
  for (const end of endings.splice(0)) end();
  await world.close();
  vi.unstubAllGlobals();
});

/** The main process: has the address that was opened last, once. */
function addressBridge() {
  let taskId: string | null = null;
  const listeners = new Set<() => void>();
  const bridge: DocketBridge = {
    call: async <Call extends IpcCall>() => {
      const taken = taskId === null ? null : { taskId };
      taskId = null;
      return taken as IpcResult<Call>;
    },
    on: (_event, listener) => {
      const heard = listener as () => void;
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
  const opened = (id: string) => {
    taskId = id;
    for (const listener of listeners) listener();
  };
  return { bridge, opened, isTaken: () => taskId === null };
}

function handlesOf(bridge: DocketBridge): ConsoleHandles {
  const { user } = ann.data.workspace.getSnapshot();
  const account = { key: 'a', server: world.address, user, tokenStorage: 'file', expired: false } as const;
  const server = new ServerApi(() => Promise.reject(new Error('unreachable')), 'app://docket');
  return { data: ann.data, server, account, bridge };
}

const follow = (handles: ConsoleHandles) => {
  const end = followAddresses(handles);
  endings.push(end);
  return end;
};
const chosen = () => activeUidOf(interfaceStore.getState());
const isLive = () => until('the console is live', () => ann.data.syncState.getSnapshot().mode === 'live');

/** A console that has what came in, and more to come. */
function catchingUp(handles: ConsoleHandles): ConsoleHandles {
  const { syncState } = handles.data;
  const stillComing = { ...syncState.getSnapshot(), mode: 'catching-up' } as const;
  return { ...handles, data: { ...handles.data, syncState: { ...syncState, getSnapshot: () => stillComing } } };
}

test('an address that waits for its task is not lost when the console is opened anew, or signed in again', async () => {
  await ann.start();
  await isLive();
  const { bridge, opened, isTaken } = addressBridge();
  const end = follow(catchingUp(handlesOf(bridge)));
  opened('a');
  await until('it is taken', isTaken);
  end();
  await world.engine.write('a', createAction('a'));
  await until('the task is here', () => ann.data.tasks.entry('a').getSnapshot() !== null);
  follow(handlesOf(bridge));
  await until('its task is chosen', () => chosen() === 'a');
});

test('an address that is taken while the console closes is not lost', async () => {
  await world.engine.write('a', createAction('a'));
  await ann.start();
  await isLive();
  const { bridge, opened } = addressBridge();
  const end = follow(handlesOf(bridge));
  opened('a');
  end();
  follow(handlesOf(bridge));
  await until('its task is chosen', () => chosen() === 'a');
});

test('the address that was opened last counts, though the task of the one before comes later', async () => {
  await world.engine.write('b', createAction('b'));
  await ann.start();
  await isLive();
  const { bridge, opened, isTaken } = addressBridge();
  const handles = catchingUp(handlesOf(bridge));
  follow(handles);
  opened('a');
  await until('it is taken', isTaken);
  opened('b');
  await until('the second task is chosen', () => chosen() === 'b');
  await world.engine.write('a', createAction('a'));
  await until('the first task is here', () => ann.data.tasks.entry('a').getSnapshot() !== null);
  await new Promise((resolve) => setTimeout(resolve));
  expect(chosen()).toBe('b');
});
