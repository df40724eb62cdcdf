import { describe, expect, test } from 'vitest';
import type { InboxItem, TaskEntry } from '../../data/console-data.ts';
import { type Happening, NoticeWatch, type WorkGlance } from './notice-watch.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00Z');

function entry(uid: string, { due = null, pending = 0 }: { due?: string | null; pending?: number } = {}): TaskEntry {
  return { task: { uid, due_at: due }, pending: Array.from({ length: pending }) } as unknown as TaskEntry;
}

function glance(mine: readonly TaskEntry[], changes: Partial<WorkGlance> = {}): WorkGlance {
  return { nowMs: NOW_MS, isLive: true, isClaiming: false, mine, inbox: [], isOwnClaim: () => false, ...changes };
}

function told(happenings: readonly Happening[]): string[] {
  return happenings.map((happening) => {
    const names = happening.kind === 'rejected' ? happening.items.map(({ opId }) => opId) : happening.entries.map(({ task }) => task.uid);
    return `${happening.kind}: ${names.join()}`;
  });
}

describe('what is assigned', () => {
  test('counts from the first moment at which all is here', () => {
    const watch = new NoticeWatch();
    expect(watch.look(glance([], { isLive: false }))).toEqual([]);
    expect(watch.look(glance([entry('a'), entry('b')], { isLive: false }))).toEqual([]);
    expect(watch.look(glance([entry('a'), entry('b')]))).toEqual([]);
    expect(told(watch.look(glance([entry('a'), entry('b'), entry('c')])))).toEqual(['assigned: c']);
    expect(watch.look(glance([entry('a'), entry('b'), entry('c')]))).toEqual([]);
  });

  test('while there was no connection is told in one, at the end of catching up', () => {
    const watch = new NoticeWatch();
    watch.look(glance([entry('a')]));
    for (const mine of [[entry('a')], [entry('a'), entry('b')]]) expect(watch.look(glance(mine, { isLive: false }))).toEqual([]);
    expect(told(watch.look(glance([entry('a'), entry('b'), entry('c')])))).toEqual(['assigned: b,c']);
  });

  test('by oneself is no news: done here, also without a connection, or given by the server on request', () => {
    const watch = new NoticeWatch();
    watch.look(glance([]));
    watch.look(glance([entry('a', { pending: 1 })], { isLive: false }));
    expect(watch.look(glance([entry('a')]))).toEqual([]);
    expect(watch.look(glance([entry('a'), entry('b')], { isClaiming: true }))).toEqual([]);
    expect(watch.look(glance([entry('a'), entry('b')], { isOwnClaim: (uid) => uid === 'b' }))).toEqual([]);
  });

  test('again, after it was away, is told again', () => {
    const watch = new NoticeWatch();
    watch.look(glance([entry('a')]));
    watch.look(glance([]));
    expect(told(watch.look(glance([entry('a')])))).toEqual(['assigned: a']);
  });
});

describe('what is due', () => {
  const inMinutes = (minutes: number) => new Date(NOW_MS + minutes * 60_000).toISOString();

  test('within a quarter of an hour is told once for each date', () => {
    const watch = new NoticeWatch();
    expect(watch.look(glance([entry('a', { due: inMinutes(16) }), entry('b')]))).toEqual([]);
    expect(told(watch.look(glance([entry('a', { due: inMinutes(16) })], { nowMs: NOW_MS + 60_000 })))).toEqual(['due: a']);
    expect(watch.look(glance([entry('a', { due: inMinutes(16) })], { nowMs: NOW_MS + 120_000 }))).toEqual([]);
    expect(told(watch.look(glance([entry('a', { due: inMinutes(5) })])))).toEqual(['due: a']);
  });

  test('is not told when it is over already, and is without a connection', () => {
    const watch = new NoticeWatch();
    expect(watch.look(glance([entry('a', { due: inMinutes(-1) })]))).toEqual([]);
    expect(told(watch.look(glance([entry('b', { due: inMinutes(3) })], { isLive: false })))).toEqual(['due: b']);
  });
});

test('what was not applied is told once, but not what was there at the start', () => {
  const watch = new NoticeWatch();
  const item = (opId: string) => ({ opId }) as InboxItem;
  expect(watch.look(glance([], { inbox: [item('1')] }))).toEqual([]);
  expect(told(watch.look(glance([], { inbox: [item('2'), item('1')] })))).toEqual(['rejected: 2']);
  expect(watch.look(glance([], { inbox: [item('1')] }))).toEqual([]);
});
