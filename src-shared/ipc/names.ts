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
  'account.erase': true,
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
  'address.take': true,
  'desk.show': true,
  'desk.notify': true,
  'window.zoom': true,
  'mini.show': true,
  'mini.close': true,
  'mini.get': true,
  'mini.run': true,
} satisfies Record<IpcCall, true>;

const EVENTS = {
  'session.changed': true,
  'server.localChanged': true,
  'player.changed': true,
  'player.key': true,
  'address.arrived': true,
  'desk.go': true,
  'desk.run': true,
  'mini.changed': true,
  'mini.asked': true,
  'mini.closed': true,
} satisfies Record<IpcEvent, true>;

export const IPC_CALL_NAMES: readonly string[] = Object.keys(CALLS);
export const IPC_EVENT_NAMES: readonly string[] = Object.keys(EVENTS);
