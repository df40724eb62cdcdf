import fc from 'fast-check';
import type { TaskAct } from '../../src-renderer/data/console-data.ts';
import type { SourceChange } from '../../src-server/sync/model-source.ts';
import type { NetworkState } from '../fixtures/sync-world.ts';

/** Who works on what. Two consoles are of one person. */
export const OWNERS = ['ann', 'ann', 'bob'] as const;
export const TASKS = ['t0', 't1', 't2', 't3'] as const;

const ACTS = ['claim', 'start', 'pause', 'complete', 'reopen', 'unassign', 'skip', 'snooze', 'comment', 'setFields', 'assign'] as const;
const NETWORKS = ['up', 'down', 'answers-lost', 'slow', 'doubled'] as const satisfies NetworkState[];
const WIPES = ['nothing', 'database', 'journal', 'journal-tail', 'torn-line'] as const;
const SOURCE_CHANGES = ['field', 'move', 'status', 'release', 'delete'] as const satisfies SourceChange[];
const SERVER_EVENTS = [
  'restart',
  'killed-before-commit',
  'killed-after-commit',
  'late-commit',
  'back-up',
  'restore',
  'forged-checkpoint',
] as const;
/** A console's clock against the server's. */
const DEVICE_CLOCKS_S = [0, -7_200, 3_600, -3 * 86_400, 2 * 86_400] as const;
/** The server's clock against the time. */
const SERVER_CLOCKS_S = [0, -7_200, -1, 3_600, 86_400] as const;

export type Wipe = (typeof WIPES)[number];

export type ServerEvent = (typeof SERVER_EVENTS)[number];

/** What happens to consoles and servers, as data: a failing schedule is kept as JSON. */
export type Step =
  | { kind: 'act'; device: number; task: number; act: TaskAct }
  | { kind: 'undo'; device: number; back: number }
  | { kind: 'dismiss'; device: number }
  | { kind: 'network'; device: number; state: NetworkState }
  | { kind: 'restart'; device: number; crash: boolean; wipe: Wipe }
  | { kind: 'session'; device: number }
  | { kind: 'device-clock'; device: number; seconds: number }
  | { kind: 'server-clock'; seconds: number }
  | { kind: 'source'; task: number; change: SourceChange; value: number }
  | { kind: 'skills'; person: number }
  | { kind: 'server'; event: ServerEvent }
  | { kind: 'wait'; ms: number };

export type Schedule = readonly Step[];

const device = fc.nat(OWNERS.length - 1);
const task = fc.nat(TASKS.length - 1);

function stepOf<const Kind extends Step['kind']>(
  weight: number,
  kind: Kind,
  parts: { [Part in keyof Omit<Extract<Step, { kind: Kind }>, 'kind'>]: fc.Arbitrary<Extract<Step, { kind: Kind }>[Part]> },
): fc.WeightedArbitrary<Step> {
  const model = { kind: fc.constant(kind), ...parts } as unknown as { kind: fc.Arbitrary<Kind> };
  return { weight, arbitrary: fc.record(model, { noNullPrototype: true }) as unknown as fc.Arbitrary<Step> };
}

const step: fc.Arbitrary<Step> = fc.oneof(
  stepOf(26, 'act', { device, task, act: fc.constantFrom(...ACTS) }),
  stepOf(3, 'undo', { device, back: fc.nat(2) }),
  stepOf(1, 'dismiss', { device }),
  stepOf(7, 'network', { device, state: fc.constantFrom<NetworkState>(...NETWORKS) }),
  stepOf(4, 'restart', { device, crash: fc.boolean(), wipe: fc.constantFrom(...WIPES) }),
  stepOf(1, 'session', { device }),
  stepOf(1, 'device-clock', { device, seconds: fc.constantFrom(...DEVICE_CLOCKS_S) }),
  stepOf(1, 'server-clock', { seconds: fc.constantFrom(...SERVER_CLOCKS_S) }),
  stepOf(6, 'source', { task, change: fc.constantFrom(...SOURCE_CHANGES), value: fc.nat(30) }),
  stepOf(1, 'skills', { person: fc.nat(2) }),
  stepOf(3, 'server', { event: fc.constantFrom(...SERVER_EVENTS) }),
  stepOf(3, 'wait', { ms: fc.constantFrom(1, 5, 20) }),
);

/** Schedules of 5 to 40 steps. */
export const schedule: fc.Arbitrary<Schedule> = fc.array(step, { minLength: 5, maxLength: 40, size: 'max' });
