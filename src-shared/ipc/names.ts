import type { IpcCall, IpcEvent } from './contract.ts';

/** The contract's channels by name alone: the preload needs no schemas. A missing or extra one is a type error. */
const CALLS = {
  'session.get': true,
  'session.signIn': true,
  'session.setUp': true,
  'session.useLink': true,
  'link.open': true,
  'server.probe': true,
  'server.local': true,
  'server.startLocal': true,
  'session.signOut': true,
  'journal.open': true,
  'journal.append': true,
  'journal.settle': true,
  'journal.renumber': true,
  'shell.openExternal': true,
  'player.show': true,
  'player.place': true,
  'player.go': true,
  'player.close': true,
  'app.info': true,
} satisfies Record<IpcCall, true>;

const EVENTS = { 'session.changed': true, 'player.changed': true, 'player.key': true } satisfies Record<IpcEvent, true>;

export const IPC_CALL_NAMES: readonly string[] = Object.keys(CALLS);
export const IPC_EVENT_NAMES: readonly string[] = Object.keys(EVENTS);
