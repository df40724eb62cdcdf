import type { Operation } from '../../../src-shared/schema/operation.ts';
import type { JsonValue, Task, TaskStatus } from '../../../src-shared/schema/task.ts';
import { applyAction } from '../../../src-shared/task/apply-action.ts';
import { actionOfOperation, overlay } from '../../../src-shared/task/overlay.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';
import type {
  ActOutcome,
  ConsoleData,
  InboxItem,
  Store,
  SyncState,
  TaskEntry,
  TaskPath,
  TaskQuery,
  WorkspaceState,
} from '../../data/console-data.ts';
import { fakeTasks, fakeUser, PEOPLE, QUEUES } from './fake-tasks.ts';
import type { Scene } from './scenes.ts';

const OPEN: readonly TaskStatus[] = ['TODO', 'ASSIGNED', 'STARTED'];

/** The interface of the data layer over an array: no server, no database, nothing kept. */
export function fakeConsoleData(scene: Scene): ConsoleData {
  const nowMs = Date.now();
  const user = fakeUser(scene.role);
  const actor = { kind: 'user', uid: user.id, name: user.name, role: user.role, skills: user.skills } as const;
  const people = new Map(PEOPLE.map((person) => [person.id, person]));
  const base = new Map(fakeTasks(scene.taskCount, nowMs).map((task) => [task.uid, task]));
  const pending = new Map<string, Operation[]>();
  const entries = new Map<string, TaskEntry>();
  const queries = new Map<string, { store: Store<readonly string[]>; refresh: () => void }>();
  const listeners = new Set<() => void>();
  let inbox: readonly InboxItem[] = scene.rejected ? rejectedItems(nowMs) : [];
  let sequence = 0;

  const rules = { skills: [], release_on_skip: false };
  const entry = (uid: string): TaskEntry | null => {
    const task = base.get(uid);
    if (!task) return null;
    const known = entries.get(uid);
    if (known) return known;
    const operations = pending.get(uid) ?? [];
    const view = overlay(task, operations, actor, rules);
    const shown = view.task ?? task;
    const made: TaskEntry = {
      task: shown,
      title: String(shown.fields.title ?? shown.uid),
      url: typeof shown.fields.url === 'string' ? shown.fields.url : null,
      pending: operations,
      doubtful: view.doubtful,
      rejected: inbox.filter(({ taskUid }) => taskUid === uid),
    };
    entries.set(uid, made);
    return made;
  };
  const shownTasks = () => [...base.keys()].flatMap((uid) => entry(uid) ?? []);
  const mutable = <Value>(make: () => Value): Store<Value> & { refresh: () => void } => {
    let value = make();
    return {
      getSnapshot: () => value,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      refresh: () => {
        value = make();
      },
    };
  };
  const isOpen = ({ task }: TaskEntry) => task.status !== 'DONE';
  const syncState = mutable(
    (): SyncState => ({
      mode: scene.mode,
      since: new Date(nowMs - 26 * 60_000).toISOString(),
      receivedCount: scene.mode === 'catching-up' ? 1_240 : 0,
      pendingCount: [...pending.values()].reduce((sum, { length }) => sum + length, 0),
      rejectedCount: inbox.length,
      message: scene.mode === 'offline' ? 'No answer from 127.0.0.1:4600: connection refused.' : null,
    }),
  );
  const workspace = mutable((): WorkspaceState => {
    const open = shownTasks().filter(isOpen);
    return {
      user,
      queues: QUEUES.map((queue) => ({ queue, openCount: open.filter(({ task }) => task.queue_uid === queue.id).length })),
      serverVersion: null,
      views: [],
      leases: [],
      forms: [],
      schedules: [],
      mineCount: open.filter(({ task }) => task.assignee_uid === user.id).length,
      openCount: open.length,
      allQueues: QUEUES,
      unroutedCount: 0,
      people,
    };
  });
  const inboxStore = mutable(() => inbox);
  const stores = [syncState, workspace, inboxStore];
  const changed = () => {
    for (const store of [...stores, ...queries.values()]) store.refresh();
    for (const listener of listeners) listener();
  };
  const record = (uid: string, action: Operation['action'], payload: Operation['payload']): Operation => {
    sequence += 1;
    const operation: Operation = {
      opId: `00000000-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
      deviceId: 'gallery',
      deviceSeq: sequence,
      taskId: uid,
      action,
      baseVersion: 3,
      at: new Date().toISOString(),
      payload,
    };
    pending.set(uid, [...(pending.get(uid) ?? []), operation]);
    entries.delete(uid);
    return operation;
  };
  if (scene.pending) {
    for (const uid of ['task-1', 'task-3']) if (base.get(uid)?.status === 'TODO') record(uid, 'claim', {});
    if (base.get('task-3')?.status === 'TODO') record('task-3', 'start', {});
    changed();
  }

  return {
    replica: 'kept',
    syncState,
    workspace,
    inbox: inboxStore,
    presence: mutable(() => new Map([['task-2', [{ id: 'bo', name: 'Bo Lindqvist' }]]])),
    tasks: {
      known: mutable(() => 'everything' as const),
      opening: null,
      query: (query) => {
        if (scene.breaks) throw new Error('The list was asked for something that it cannot do.');
        const key = JSON.stringify(query);
        const known = queries.get(key);
        if (known) return known.store;
        const store = mutable(() => matching(shownTasks(), query, user.id));
        queries.set(key, { store, refresh: store.refresh });
        return store;
      },
      entry: (uid) => ({
        getSnapshot: () => entry(uid),
        subscribe: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      }),
      fieldNames: mutable(() => ['title', 'url', 'partner', 'country', 'level', 'amount', 'documents']),
      entries: shownTasks,
      distinctValues: (path, limit) => [...new Set(shownTasks().map((shown) => valueAt(shown.task, path)))].slice(0, limit),
    },
    perform: async (uid, act, payload): Promise<ActOutcome> => {
      if (scene.actFailure) return { ok: false, message: scene.actFailure };
      const shown = entry(uid);
      const before = record(uid, act, { ...payload });
      const action = actionOfOperation(before, user.id, rules);
      const result =
        action && shown ? applyAction(shown.task, action, { actor, now: formatTimestamp(Date.now() * 1_000), queueSkills: [] }) : null;
      changed();
      return result?.ok === false
        ? { ok: false, message: result.refusal.message, refusal: result.refusal }
        : { ok: true, opIds: [before.opId] };
    },
    create: async () => ({ ok: false, message: 'The gallery has no forms.', taskUid: '' }),
    undo: async (opIds) => {
      for (const [uid, operations] of pending) {
        pending.set(
          uid,
          operations.filter(({ opId }) => !opIds.includes(opId)),
        );
        entries.delete(uid);
      }
      changed();
      return { ok: true, opIds: [] };
    },
    dismiss: async (opIds) => {
      inbox = inbox.filter(({ opId }) => !opIds.includes(opId));
      entries.clear();
      changed();
    },
    history: async (uid) => fakeHistory(entry(uid), scene),
    syncNow: () => undefined,
    lookAt: () => undefined,
    close: async () => undefined,
  };
}

function fakeHistory(entry: TaskEntry | null, scene: Scene): Awaited<ReturnType<ConsoleData['history']>> {
  if (!entry) return { items: [], complete: false };
  const done = { note: null, status: null, assigneeUid: null, changes: null, pending: false };
  const items = [
    { ...done, key: '1', step: 'create', actorName: 'Back office', actorKind: 'key', at: entry.task.created_at, status: 'TODO' as const },
    {
      ...done,
      key: '2',
      step: 'update',
      actorName: 'Back office',
      actorKind: 'key',
      at: entry.task.created_at,
      changes: { level: 'VIP', partner: 'x' },
      status: 'TODO' as const,
    },
    {
      ...done,
      key: '3',
      step: 'comment',
      actorName: 'Bo Lindqvist',
      actorKind: 'user',
      at: entry.task.status_at,
      note: 'Called the partner twice. They will send the scan tomorrow.',
    },
  ];
  const waiting = entry.pending.map((operation) => ({
    ...done,
    key: operation.opId,
    step: operation.action,
    actorName: 'Ada Lindgren',
    actorKind: 'user',
    at: operation.at,
    note: typeof operation.payload.text === 'string' ? operation.payload.text : null,
    pending: true,
  }));
  return { items: scene.mode === 'offline' ? waiting : [...items, ...waiting], complete: scene.mode !== 'offline' };
}

function rejectedItems(nowMs: number): InboxItem[] {
  const at = (minutes: number) => new Date(nowMs - minutes * 60_000).toISOString();
  const shared = { payload: {}, settledAt: at(2), holder: null, message: '' };
  return [
    {
      ...shared,
      opId: 'op-1',
      taskUid: 'task-4',
      action: 'claim',
      at: at(41),
      reason: 'held',
      holder: { id: 'bo', name: 'Bo Lindqvist' },
      title: 'Chargeback 4004',
    },
    { ...shared, opId: 'op-2', taskUid: 'task-4', action: 'start', at: at(40), reason: 'depends_on_rejected', title: 'Chargeback 4004' },
    { ...shared, opId: 'op-3', taskUid: 'task-9', action: 'complete', at: at(35), reason: 'deleted', title: 'Passport unreadable: 4009' },
  ];
}

function matching(entries: readonly TaskEntry[], query: TaskQuery, userId: string): readonly string[] {
  const { scope, statuses, text, filters, sort } = query;
  const words = text.toLowerCase().split(/\s+/);
  const inScope = ({ task, pending }: TaskEntry) => {
    if (scope.kind === 'queue') return task.queue_uid === scope.queueUid;
    if (scope.kind === 'mine') return task.assignee_uid === userId;
    return scope.kind === 'pending' ? pending.length > 0 : scope.kind === 'all';
  };
  const found = entries.filter(
    (entry) =>
      inScope(entry) &&
      (statuses ?? OPEN).includes(entry.task.status) &&
      words.every((word) => JSON.stringify([entry.task.uid, entry.task.fields]).toLowerCase().includes(word)) &&
      filters.every(({ path, values }) => values.includes(valueAt(entry.task, path))),
  );
  const sign = sort.direction === 'asc' ? 1 : -1;
  return found.sort((a, b) => sign * compare(valueAt(a.task, sort.path), valueAt(b.task, sort.path))).map(({ task }) => task.uid);
}

function compare(a: JsonValue, b: JsonValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a ?? '').localeCompare(String(b ?? ''));
}

function valueAt(task: Task, path: TaskPath): JsonValue {
  if (path.startsWith('fields.')) return task.fields[path.slice('fields.'.length)] ?? null;
  return path in task ? (task[path as keyof Task] as JsonValue) : null;
}
