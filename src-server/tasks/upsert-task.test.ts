import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Caller } from '../auth/caller.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Database } from '../store/database.ts';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';
import { presentTask } from './dialects/present-task.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import { findTask } from './task-store.ts';
import { type UpsertDependencies, type UpsertOutcome, type UpsertRequest, upsertTask } from './upsert-task.ts';
import { writeTask } from './write-task.ts';

const people: Record<string, { id: string; name: string; email: string; disabled: boolean }> = {
  bo: { id: 'bo', name: 'Bo', email: 'bo@example.com', disabled: false },
  ex: { id: 'ex', name: 'Ex', email: 'ex@example.com', disabled: true },
};
const peopleBook: PeopleBook = {
  find: async (_sql, uid) => people[uid] ?? null,
  findByEmail: async (_sql, email) => Object.values(people).find((person) => person.email === email) ?? null,
  list: async () => Object.values(people),
};
const queues: QueueBook = {
  all: () => [],
  find: (uid) =>
    uid === 'vip' ? { id: 'vip', name: 'VIP', priority: 1, condition: {}, skills: [], enabled: true, release_on_skip: false } : null,
  route: (_task, override) => override,
  workableWith: () => ['vip'],
  schedules: () => [],
  dueTarget: () => null,
};
const backOffice: Caller = { kind: 'key', keyId: 'k1', name: 'Back office', source: 'back-office', scopes: ['tasks:write'] };
const crm: Caller = { kind: 'key', keyId: 'k2', name: 'CRM', source: 'crm', scopes: ['tasks:write'] };

let micros = 1_720_000_000_000_000;
function tick(): number {
  micros += 1_000;
  return micros;
}
let drawn = 0;
function drawUid(): string {
  drawn += 1;
  return `new-${drawn}`;
}
const dependencies: UpsertDependencies = {
  clock: { nowMicros: tick },
  queues,
  people: peopleBook,
  newTaskUid: drawUid,
};

let folder: ReturnType<typeof makeTemporaryFolder>;
let database: Database;
beforeEach(async () => {
  folder = makeTemporaryFolder();
  database = openSqliteDatabase({ file: `${folder.folder}/docket.db` });
  await database.migrate();
});
afterEach(async () => {
  await database.close();
  folder.remove();
});

function send(body: JsonObject, options: Partial<Omit<UpsertRequest, 'input'>> & { caller?: Caller } = {}): Promise<UpsertOutcome> {
  const { caller = backOffice, mode = 'patch', pathUid = null, ifMatch = null } = options;
  return database.write((sql) => upsertTask(sql, dependencies, { caller, mode, pathUid, ifMatch, input: readTaskBody(body) }));
}

async function sent(body: JsonObject, options: Parameters<typeof send>[1] = {}) {
  const outcome = await send(body, options);
  if (!outcome.ok) throw outcome.error;
  return outcome;
}

async function codeOf(outcome: Promise<UpsertOutcome>): Promise<string> {
  const result = await outcome;
  return result.ok ? result.result : result.error.code;
}

/** What an operator does meanwhile. */
async function act(uid: string, ...types: ('claim' | 'start' | 'complete')[]): Promise<void> {
  for (const type of types) {
    await database.write(async (sql) => {
      const action = type === 'claim' ? { type, assigneeUid: 'bo' } : { type };
      const actor = { kind: 'user', uid: 'bo', name: 'Bo', role: 'manager', skills: [] } as const;
      const written = await writeTask(sql, dependencies, { before: await findTask(sql, uid), action, actor });
      expect(written.ok).toBe(true);
    });
  }
}

describe('upsertTask', () => {
  it('makes a new task each time when nothing names one', async () => {
    const first = await sent({ fields: { title: 'A' } });
    const second = await sent({ fields: { title: 'A' } });
    expect([first.result, second.result]).toEqual(['created', 'created']);
    expect(first.task.uid).not.toBe(second.task.uid);
  });

  it('finds the task by external_id within the key’s source', async () => {
    const made = await sent({ fields: { external_id: 'x1', a: 1 } });
    const again = await sent({ fields: { external_id: 'x1', b: 2 } });
    expect([again.result, again.task.uid, again.task.fields]).toEqual(['updated', made.task.uid, { external_id: 'x1', a: 1, b: 2 }]);
    expect((await sent({ fields: { external_id: 'x1' } }, { caller: crm })).result).toBe('created');
  });

  it('merges on PATCH, replaces fields on PUT, refuses an id that exists on POST', async () => {
    await sent({ uid: 't', fields: { a: 1, b: 2 }, integrations: { w: { x: 1 } } });
    expect((await sent({ uid: 't', fields: { b: null, c: 3 } })).task.fields).toEqual({ a: 1, c: 3 });
    const put = await sent({ fields: { d: 4 } }, { mode: 'put', pathUid: 't' });
    expect([put.task.fields, put.task.integrations]).toEqual([{ d: 4 }, { w: { x: 1 } }]);
    expect(await codeOf(send({ uid: 't' }, { mode: 'post' }))).toBe('already_exists');
  });

  it('changes nothing when nothing is new', async () => {
    const body = { uid: 't', status: 'TODO', due_at: '2024-07-12T12:29:16.891+00:00', fields: { a: [1, { b: 2 }] } };
    const first = await sent(body);
    const again = await sent(body);
    expect([again.result, again.task.version]).toEqual(['unchanged', first.task.version]);
  });

  it('changes nothing when an answer is sent back as it is, in either dialect', async () => {
    const { task } = await sent({ uid: 't', fields: { title: 'A', x: { y: [null] } }, priority: 2, skills: ['s'], integrations: { w: 1 } });
    for (const dialect of ['current', 'legacy'] as const) {
      const body = JSON.parse(JSON.stringify(presentTask(task, dialect))) as JsonObject;
      // A task cannot be created with an empty url by saying that it has none.
      const again = await sent(body, { mode: 'patch' });
      expect([dialect, again.result]).toEqual([dialect, 'unchanged']);
    }
  });

  it('never takes a task from its operator, or reopens it, when the same status comes again', async () => {
    await sent({ uid: 't', status: 'TODO', fields: { a: 1 } });
    await act('t', 'claim', 'start');
    const meanwhile = await sent({ uid: 't', status: 'TODO', fields: { a: 2 } });
    expect(meanwhile.task).toMatchObject({ status: 'STARTED', assignee_uid: 'bo', fields: { a: 2 } });
    await act('t', 'complete');
    expect((await sent({ uid: 't', status: 'TODO', fields: { a: 3 } })).task.status).toBe('DONE');
  });

  it('never takes a task from its operator for a copy of it from before, which says that it is with nobody', async () => {
    const { task } = await sent({ uid: 't', status: 'TODO', fields: { a: 1 } });
    await act('t', 'claim', 'start');
    const copy = JSON.parse(JSON.stringify(presentTask(task, 'current'))) as JsonObject;
    const again = await sent({ ...copy, fields: { a: 2 } });
    expect(again.task).toMatchObject({ status: 'STARTED', assignee_uid: 'bo', fields: { a: 2 } });
  });

  it('releases a task for a source that says it is with nobody, without a status or after it named somebody', async () => {
    await sent({ uid: 't', status: 'TODO' });
    await act('t', 'claim');
    expect((await sent({ uid: 't', assignee_uid: null })).task.status).toBe('TODO');
    await sent({ uid: 'u', status: 'TODO' });
    await sent({ uid: 'u', assignee_uid: 'bo' });
    expect((await sent({ uid: 'u', status: 'TODO', assignee_uid: null })).task).toMatchObject({ status: 'TODO', assignee_uid: null });
  });

  it('takes a status that the source had not sent last', async () => {
    await sent({ uid: 't', status: 'TODO' });
    await act('t', 'claim');
    expect((await sent({ uid: 't', status: 'DONE' })).task).toMatchObject({ status: 'DONE' });
    expect((await sent({ uid: 't', status: 'TODO' })).task).toMatchObject({ status: 'TODO', assignee_uid: null });
  });

  it('remembers what a source sent also where it changed nothing', async () => {
    await sent({ uid: 't', status: 'TODO' });
    await act('t', 'claim', 'start', 'complete');
    expect((await sent({ uid: 't', status: 'DONE' })).result).toBe('unchanged');
    // The operator's work is reopened by someone else; the source says DONE again, as it did last.
    expect((await sent({ uid: 't', status: 'TODO' }, { caller: crm })).task.status).toBe('TODO');
    expect((await sent({ uid: 't', status: 'DONE' })).task.status).toBe('TODO');
  });

  it('assigns by id or address, and refuses people who are unknown or disabled', async () => {
    expect((await sent({ uid: 'a', status: 'ASSIGNED', assignee_email: 'bo@example.com' })).task.assignee_uid).toBe('bo');
    expect((await sent({ uid: 'b', status: { name: 'STARTED', userId: 'bo' } })).task).toMatchObject({ status: 'STARTED', version: 3 });
    expect(await codeOf(send({ uid: 'c', status: 'ASSIGNED' }))).toBe('assignee_required');
    expect(await codeOf(send({ uid: 'c', assignee_uid: 'nobody' }))).toBe('assignee_unknown');
    expect(await codeOf(send({ uid: 'c', assignee_uid: 'ex' }))).toBe('assignee_unknown');
    expect(await codeOf(send({ uid: 'a', assignee_uid: null }))).toBe('updated');
  });

  it('takes a task back from whoever sends it, although the person it is with has left', async () => {
    for (const [uid, ...actions] of [
      ['t', 'claim'],
      ['u', 'claim', 'start', 'complete'],
    ] as const) {
      await sent({ uid, status: 'TODO' });
      await act(uid, ...actions);
      const { task } = await sent({ uid, fields: { a: 1 } });
      const bo = people.bo as { disabled: boolean };
      bo.disabled = true;
      for (const dialect of ['current', 'legacy'] as const) {
        const copy = JSON.parse(JSON.stringify(presentTask(task, dialect))) as JsonObject;
        expect([uid, dialect, await codeOf(send(copy))]).toEqual([uid, dialect, 'unchanged']);
      }
      expect(await codeOf(send({ uid, status: 'STARTED', assignee_uid: 'bo' }))).toBe('assignee_unknown');
      bo.disabled = false;
    }
  });

  it('takes a status that gives the task to nobody from a source of the legacy dialect, whoever it names, and says so', async () => {
    await sent({ uid: 't', status: 'TODO' });
    await act('t', 'claim', 'start');
    const closed = await sent({ id: 't', status: { name: 'DONE', userId: '17' } });
    expect(closed.task).toMatchObject({ status: 'DONE', assignee_uid: 'bo' });
    expect(closed.warnings).toEqual([
      { code: 'unknown_ignored', path: 'status.userId', message: expect.stringMatching(/person 17 .*passed over/) },
    ]);
    expect(await codeOf(send({ id: 't', status: { name: 'STARTED', userId: '17' } }))).toBe('assignee_unknown');
    expect(await codeOf(send({ uid: 't', status: 'DONE', assignee_uid: '17' }))).toBe('assignee_unknown');
  });

  it('asks for the version that If-Match names', async () => {
    await sent({ uid: 't', fields: { a: 1 } });
    expect(await codeOf(send({ uid: 't', fields: { a: 2 } }, { ifMatch: 2 }))).toBe('version_mismatch');
    expect(await codeOf(send({ uid: 't', fields: { a: 2 } }, { ifMatch: 1 }))).toBe('updated');
    expect(await codeOf(send({ uid: 'u', fields: { a: 2 } }, { ifMatch: 'any' }))).toBe('version_mismatch');
  });

  it('keeps a queue chosen by hand until it is cleared, and takes none that does not exist', async () => {
    expect((await sent({ uid: 't', queue_uid: 'vip' })).task.queue_uid).toBe('vip');
    expect((await sent({ uid: 't', fields: { a: 1 } })).task.queue_uid).toBe('vip');
    expect((await sent({ uid: 't', queue_uid: null })).task.queue_uid).toBeNull();
    expect(await codeOf(send({ uid: 't', queue_uid: 'nowhere' }))).toBe('validation_failed');
  });

  it('counts created_at when the task is made, and never later', async () => {
    const { task } = await sent({ uid: 't', created_at: '2020-01-01T00:00:00Z' });
    expect([task.created_at, task.due_at]).toEqual(['2020-01-01T00:00:00.000000+00:00', '2020-01-01T00:00:00.000000+00:00']);
    expect((await sent({ uid: 't', created_at: '2021-01-01T00:00:00Z' })).result).toBe('unchanged');
  });

  it('says so when the external id already means another task', async () => {
    await sent({ uid: 'one', fields: { external_id: 'x' } });
    const { warnings } = await sent({ uid: 'two', fields: { external_id: 'x' } });
    expect(warnings.map(({ code }) => code)).toEqual(['external_id_taken']);
    expect((await sent({ fields: { external_id: 'x', a: 1 } })).task.uid).toBe('one');
  });
});
