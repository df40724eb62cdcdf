import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { ApiError } from '../../http/api-error.ts';
import { encodeWarnings } from './encode-warnings.ts';
import { readTaskBody } from './read-task-body.ts';

function problemsOf(body: JsonObject): string[] {
  try {
    readTaskBody(body);
  } catch (error) {
    if (error instanceof ApiError) return (error.details as { path: string }[]).map(({ path }) => path);
    throw error;
  }
  return [];
}

function pathsOf(body: JsonObject): string[] {
  return readTaskBody(body).warnings.map(({ code, path }) => `${code} ${path}`);
}

describe('readTaskBody', () => {
  it('reads the published Python sample', () => {
    const fields = { title: 'Claim ABC', url: 'https://google.com', partner: 'VIP customer XYZ', integration: 'API' };
    expect(readTaskBody({ status: 'TODO', due_at: '2024-07-12T12:29:16.891000+00:00', fields })).toEqual({
      dialect: 'current',
      uid: null,
      externalId: null,
      status: 'TODO',
      dueAt: '2024-07-12T12:29:16.891000+00:00',
      fields,
      warnings: [],
    });
  });

  it('reads the published legacy task', () => {
    const input = readTaskBody({
      id: '1',
      title: 'Test',
      url: 'https://google.com',
      integrations: { webhook_1234: { externalId: '123' } },
      status: { at: '2023-10-27T14:16:51.173671+00:00', name: 'TODO' },
      tags: { name: 'test', priority: 'High' },
      createdAt: '2023-10-27T14:16:51.173671+00:00',
      dueAt: '2023-10-27T14:16:51.173671+00:00',
    });
    expect(input).toMatchObject({
      dialect: 'legacy',
      uid: '1',
      status: 'TODO',
      fields: { name: 'test', priority: 'High', title: 'Test', url: 'https://google.com' },
      integrations: { webhook_1234: { externalId: '123' } },
      createdAt: '2023-10-27T14:16:51.173671+00:00',
    });
    expect(input.warnings.map(({ path }) => path)).toEqual(['status.at']);
  });

  it('reads the no-code sample, whose id may be a number of a sheet', () => {
    expect(readTaskBody({ fields: { title: 'Row', priority: 'High', external_id: 17 } })).toMatchObject({
      externalId: '17',
      fields: { priority: 'High' },
    });
  });

  it('takes the person from any of three places, and refuses two that disagree', () => {
    expect(readTaskBody({ status: { name: 'ASSIGNED', userId: 'u1' } }).assigneeUid).toBe('u1');
    expect(readTaskBody({ status: 'ASSIGNED', assignee_uid: 'u1' }).assigneeUid).toBe('u1');
    expect(readTaskBody({ assignee_uid: null }).assigneeUid).toBeNull();
    expect(readTaskBody({ assignee_email: 'a@example.com' }).assigneeEmail).toBe('a@example.com');
    expect(problemsOf({ status: { name: 'ASSIGNED', userId: 'u1' }, assignee_uid: 'u2' })).toEqual(['status.userId']);
  });

  it('lets fields win over the top, the top over tags, and says so', () => {
    const body = { title: 'top', tags: { title: 'tag', a: 1 }, fields: { title: 'field' }, n: 5 };
    expect(readTaskBody(body)).toMatchObject({ dialect: 'current', fields: { title: 'field', a: 1, n: 5 } });
    expect(pathsOf(body)).toEqual(['overruled tags.title', 'became_field n', 'overruled title']);
  });

  it('keeps a priority that is no number as a field', () => {
    expect(readTaskBody({ priority: 3 })).toMatchObject({ priority: 3 });
    expect(readTaskBody({ priority: 3 }).fields).toBeUndefined();
    expect(readTaskBody({ priority: 'High' }).fields).toEqual({ priority: 'High' });
  });

  it('passes over what only the server says', () => {
    expect(pathsOf({ version: 3, updated_at: 'x', done_at: null, fields: {} })).toEqual([
      'read_only version',
      'read_only updated_at',
      'read_only done_at',
    ]);
  });

  it.each<[JsonObject, string[]]>([
    [{ status: 'todo' }, ['status']],
    [{ status: 5 }, ['status']],
    [{ status: {} }, ['status.name']],
    [{ due_at: {} }, ['due_at']],
    [{ due_at: 'tomorrow' }, ['due_at']],
    [{ due_at: '2024-07-12T12:29:16Z', dueAt: '2025-07-12T12:29:16Z' }, ['dueAt']],
    [{ uid: 'a', id: 'b' }, ['id']],
    [{ uid: 'a b' }, ['uid']],
    [{ id: 1 }, ['id']],
    [{ fields: [] }, ['fields']],
    [{ fields: null }, ['fields']],
    [{ tags: 'x' }, ['tags']],
    [{ integrations: 'x' }, ['integrations']],
    [{ skills: ['a', 5] }, ['skills']],
    [{ queue_uid: 7 }, ['queue_uid']],
    [{ assignee_uid: 7, assignee_email: 'nobody' }, ['assignee_uid', 'assignee_email']],
    [{ fields: { external_id: {} } }, ['fields.external_id']],
    [{ fields: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`k${n}`, n])) }, ['fields']],
  ])('refuses %j by name', (body, paths) => {
    expect(problemsOf(body)).toEqual(paths);
  });

  it('keeps a key that would change the prototype as a field', () => {
    const input = readTaskBody(JSON.parse('{"__proto__": {"polluted": 1}, "fields": {"constructor": 2}}'));
    expect(Object.keys(input.fields ?? {}).sort()).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('never loses a field, whatever is sent: each is kept, or named in a warning or an error', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        try {
          const { fields = {}, warnings, ...rest } = readTaskBody(body as JsonObject);
          const told = new Set([...Object.keys(fields), ...warnings.map(({ path }) => path)]);
          const attributes = ['fields', 'tags', 'status', 'priority', 'uid', 'id', 'integrations', 'skills'];
          for (const key of Object.keys(body)) expect(told.has(key) || attributes.includes(key) || key in rest).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ApiError);
        }
      }),
    );
  });
});

describe('encodeWarnings', () => {
  it('fits a header however many there are, and says how many it left out', () => {
    const warnings = Array.from({ length: 500 }, (_, n) => ({ code: 'became_field' as const, path: `clé ${n}`, message: 'kept' }));
    const encoded = encodeWarnings(warnings) ?? '';
    expect(encoded.length).toBeLessThanOrEqual(6_000);
    const list = JSON.parse(decodeURIComponent(encoded));
    expect(list.at(-1)).toMatchObject({
      code: 'more',
      message: expect.stringMatching(new RegExp(`^${500 - (list.length - 1)} more: clé `)),
    });
    expect(encodeWarnings([])).toBeNull();
  });

  it('names every key of a sheet of 120 columns', () => {
    const body = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`column ${n}`, n]));
    const encoded = encodeWarnings(readTaskBody(body).warnings) ?? '';
    expect(encoded.length).toBeLessThanOrEqual(6_000);
    const list: { path: string; message: string }[] = JSON.parse(decodeURIComponent(encoded));
    const named = [
      ...list.slice(0, -1).map(({ path }) => path),
      ...(list
        .at(-1)
        ?.message.replace(/^\d+ more: /, '')
        .split(', ') ?? []),
    ];
    expect(named).toEqual(Object.keys(body));
  });

  it('says how many there are where not even one name fits', () => {
    const encoded = encodeWarnings([{ code: 'became_field', path: '日'.repeat(4_000), message: 'kept' }]) ?? '';
    expect(JSON.parse(decodeURIComponent(encoded))).toEqual([{ code: 'more', path: '', message: '1 more' }]);
  });
});
