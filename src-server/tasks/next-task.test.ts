import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { User } from '../../src-shared/schema/user.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Caller } from '../auth/caller.ts';
import type { TextAnswer } from '../http/answer.ts';
import { ApiError } from '../http/api-error.ts';
import { openRoutingWorld, type RoutingServer, type RoutingWorld, whereCategory } from '../queues/routing-fixture.ts';
import { BACK_OFFICE, callerOf, testUser } from '../sync/engine-fixture.ts';
import { readTaskBody } from './dialects/read-task-body.ts';
import { claimNextTask } from './next-task.ts';

const ann = testUser('ann');
const bob = testUser('bob', 'operator', ['german', 'kyc']);
const mia = testUser('mia', 'manager');
const HOUR = 3_600_000_000;

let world: RoutingWorld;

beforeEach(async () => {
  world = await openRoutingWorld();
  await world.queue({ id: 'all', name: 'All', condition: { rules: [{ field: 'fields.category', operator: 'null' }] } });
  await world.queue({ id: 'kyc', name: 'KYC', condition: whereCategory('kyc'), skills: ['kyc'] });
});

afterEach(() => world.remove());

describe('the next task', () => {
  it('is the one due first, then of the highest priority, then the oldest', async () => {
    const due = dueIn(1);
    const later = dueIn(2);
    await world.task('no-priority', {}, { dueAt: due });
    await world.task('low', {}, { dueAt: due, priority: 1 });
    await world.task('high', {}, { dueAt: due, priority: 9 });
    await world.task('below-zero', {}, { dueAt: due, priority: -1 });
    await world.task('later', {}, { dueAt: later, priority: 99 });
    await world.task('high-and-older', {}, { dueAt: due, priority: 9, createdAt: dueIn(-9) });
    const order = [];
    for (let claim = 0; claim < 7; claim += 1) order.push(await next(mia));
    expect(order).toEqual(['high-and-older', 'high', 'low', 'below-zero', 'no-priority', 'later', undefined]);
  });

  it('is claimed by the one who asked', async () => {
    await world.task('t1');
    expect(await claim(callerOf(ann), ann)).toMatchObject({ uid: 't1', status: 'ASSIGNED', assignee_uid: 'ann', version: 2 });
    expect(await claim(callerOf(ann), ann)).toBeNull();
  });

  it('is never given to two', async () => {
    for (let index = 0; index < 30; index += 1) await world.task(`t${index}`);
    const claims = Array.from({ length: 40 }, (_, index) => {
      const server = world.servers[index % world.servers.length] ?? world.first;
      return server.groupCommit.submit((sql) => claimNextTask(sql, server, callerOf(mia), { queueUid: 'all', person: mia }));
    });
    const uids = (await Promise.all(claims)).flatMap((task) => task?.uid ?? []);
    expect(uids).toHaveLength(30);
    expect(new Set(uids).size).toBe(30);
  });

  it('is awake: not snoozed, or no longer', async () => {
    await world.task('asleep', {}, { dueAt: dueIn(-2) });
    await world.task('awake', {}, { dueAt: dueIn(5) });
    await world.task('asleep', {}, {}, { action: { type: 'snooze', until: dueIn(1) } });
    expect(await next(ann)).toBe('awake');
    expect(await next(ann)).toBeUndefined();
    world.clock.micros += HOUR;
    expect(await next(ann)).toBe('asleep');
  });

  it('asks for no skill that the operator lacks; managers may work anything', async () => {
    for (let index = 0; index < 60; index += 1) await world.task(`police-${index}`, {}, { skills: ['police'], dueAt: dueIn(-5) });
    await world.task('german', {}, { skills: ['german'] });
    await world.task('plain', {}, { dueAt: dueIn(9) });
    expect(await next(bob)).toBe('german');
    expect(await next(ann)).toBe('plain');
    expect(await next(ann)).toBeUndefined();
    expect(await next(mia)).toBe('police-0');
  });

  it('is none in a queue whose skills the operator lacks, and none in one that is disabled', async () => {
    await world.task('t1', { category: 'kyc' });
    await world.queue({ id: 'off', name: 'Off', enabled: false });
    expect(await claim(callerOf(ann), ann, 'kyc')).toBeNull();
    expect(await claim(callerOf(mia), mia, 'off')).toBeNull();
    expect(await claim(callerOf(bob), bob, 'kyc')).toMatchObject({ uid: 't1' });
  });

  it('is given to others by keys and managers, not by operators', async () => {
    await world.task('t1', { category: 'kyc' });
    await world.task('t2', { category: 'kyc' });
    expect(await claim(BACK_OFFICE, ann, 'kyc')).toBeNull();
    expect(await claim(BACK_OFFICE, bob, 'kyc')).toMatchObject({ uid: 't1', assignee_uid: 'bob' });
    expect(await claim(callerOf(mia), bob, 'kyc')).toMatchObject({ uid: 't2', assignee_uid: 'bob' });
    await expect(claim(callerOf(bob), ann)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is not to be had from a queue that does not exist', async () => {
    await expect(claim(callerOf(mia), mia, 'nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is for each of many who ask at once what it would be one after the other', async () => {
    for (let index = 0; index < 30; index += 1) await world.task(`police-${index}`, {}, { skills: ['police'], dueAt: dueIn(-5) });
    await world.task('german', {}, { skills: ['german'], dueAt: dueIn(-3) });
    for (const hour of [3, 1, 2]) await world.task(`plain-${hour}`, {}, { dueAt: dueIn(hour) });
    await world.task('kyc', { category: 'kyc' });
    const asked = [
      ['ann', 'all'],
      ['bob', 'all'],
      ['ann', 'kyc'],
      ['bob', 'kyc'],
      ['bob', 'nowhere'],
      ['mia', 'all'],
      ['ann', 'all'],
      ['bob', 'all'],
      ['ann', 'all'],
      ['bob', 'kyc'],
    ] as const;
    const people = { ann, bob, mia };
    const answers = asked.map(([name, queue]) => perform(world.first, people[name], queue).catch((error: unknown) => error));
    expect((await Promise.all(answers)).map(outcomeOf)).toEqual([
      'plain-1',
      'german',
      204,
      'kyc',
      'not_found',
      'police-0',
      'plain-2',
      'plain-3',
      204,
      204,
    ]);
    const rows = await world.first.database.read((sql) =>
      sql.all<{ uid: string }>(
        `SELECT t.uid, h.version, h.step, h.seq - t.seq AS apart FROM tasks t JOIN history h ON h.task_uid = t.uid AND h.version = t.version
         WHERE t.status = 'ASSIGNED' ORDER BY t.seq`,
      ),
    );
    expect(rows).toEqual(
      ['plain-1', 'german', 'kyc', 'police-0', 'plain-2', 'plain-3'].map((uid) => ({ uid, version: 2, step: 'claim', apart: 0 })),
    );
  });

  it('is one that came a moment before, from those who asked at the same time', async () => {
    await world.task('t1', {}, { dueAt: dueIn(5) });
    await world.task('t2', {}, { dueAt: dueIn(6) });
    const { groupCommit } = world.first;
    const input = readTaskBody({ uid: 'urgent', due_at: dueIn(1), fields: {} });
    const answers = await Promise.all([
      perform(world.first, ann),
      groupCommit.perform('upsertTask', { caller: BACK_OFFICE, mode: 'patch', pathUid: null, ifMatch: null, input }),
      perform(world.first, ann),
      perform(world.first, mia),
      perform(world.first, mia),
    ]);
    expect(answers.map(outcomeOf)).toEqual(['t1', 'urgent', 'urgent', 't2', 204]);
  });

  it('is never given to two of many servers whose callers all ask at once', async () => {
    for (let index = 0; index < 60; index += 1) await world.task(`t${index}`, {}, { priority: index % 7 });
    const answers = await Promise.all(
      Array.from({ length: 80 }, (_, index) => perform(world.servers[index % world.servers.length] ?? world.first, mia)),
    );
    const uids = answers.map(outcomeOf).filter((outcome) => outcome !== 204);
    expect([uids.length, new Set(uids).size]).toEqual([60, 60]);
  });

  it('is found by an index, without sorting', async () => {
    const { database } = world.first;
    if (database.dialect !== 'sqlite') return;
    const plan = await database.read((sql) =>
      sql.all<{ detail: string }>(
        `EXPLAIN QUERY PLAN SELECT uid, skills FROM tasks WHERE queue_uid = 'all' AND deleted = 0 AND status = 'TODO'
         AND (snooze_expires_at IS NULL OR snooze_expires_at <= 1) ORDER BY due_at, COALESCE(priority, -1e300) DESC, created_at, uid LIMIT 4`,
      ),
    );
    expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH tasks USING INDEX tasks_next (queue_uid=?)']);
  });
});

function perform(server: RoutingServer, person: User, queueUid = 'all') {
  return server.groupCommit.perform('claimNextTask', { caller: callerOf(person), queueUid, assignee: {} });
}

/** The task's id, the error's code, or 204. */
function outcomeOf(answer: unknown): unknown {
  if (answer instanceof ApiError) return answer.code;
  const { status, text } = answer as TextAnswer;
  return status === 200 ? (JSON.parse(text) as { uid: string }).uid : status;
}

function dueIn(hours: number): string {
  return formatTimestamp(Date.parse('2026-03-01T09:00:00Z') * 1000 + hours * HOUR);
}

function claim(caller: Caller, person: User, queueUid = 'all') {
  const server = world.first;
  return server.groupCommit.submit((sql) => claimNextTask(sql, server, caller, { queueUid, person }));
}

async function next(person: User): Promise<string | undefined> {
  return (await claim(callerOf(person), person))?.uid;
}
