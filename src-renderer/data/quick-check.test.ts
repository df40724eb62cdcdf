import fc from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import { expect, test } from 'vitest';
import { PullResponse, PushResponse, SyncDocument, Workspace } from '../../src-shared/sync/protocol.ts';
import { quickCheck } from './quick-check.ts';

const AT = '2024-07-12T12:00:00.000000+00:00';
const TASK = {
  ...{ uid: 'a', id: 'a', title: 'a', url: null, status: 'TODO', status_at: AT, assignee_uid: null, queue_uid: 'kyc', due_at: AT },
  ...{ created_at: AT, updated_at: AT, started_at: null, done_at: null, snooze_expires_at: null, fields: { a: [1] }, integrations: {} },
  ...{ skills: ['german'], priority: 1.5, version: 1, seq: 7, _deleted: false },
};
const TOMBSTONE = { uid: 'b', id: 'b', version: 2, seq: 8, _deleted: true };
const PAGE = { documents: [TASK, TOMBSTONE], checkpoint: 'x', hasMore: true, epoch: 'e', seq: 8 };

const value = fc.oneof(
  fc.constantFrom(null, true, false, '', 'TODO', AT, `${AT.slice(1)}é`, 'e\u0301'.repeat(32), '😀'.repeat(32), 'a b', 'x'.repeat(129)),
  fc.constantFrom(0, 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, [], {}, ['x'], [''], { a: 1 }, undefined),
  fc.string({ unit: 'grapheme' }),
);

test('each part of a page that is something else is judged as TypeBox judges it', () => {
  expect(quickCheck(PullResponse, PAGE)).toBe(true);
  const documents = { task: TASK, tombstone: TOMBSTONE };
  fc.assert(
    fc.property(
      fc.constantFrom('task', 'tombstone'),
      fc.constantFrom(...Object.keys(TASK), 'more'),
      fc.boolean(),
      value,
      (kind, key, isGone, other) => {
        const document: Record<string, unknown> = { ...documents[kind as keyof typeof documents], [key]: other };
        if (isGone) delete document[key];
        const page = { ...PAGE, documents: [TASK, document] };
        expect(quickCheck(PullResponse, page)).toBe(Check(PullResponse, page));
      },
    ),
    { numRuns: 2_000 },
  );
});

test('other schemas and values are judged as TypeBox judges them', () => {
  const schemas: readonly TSchema[] = [
    ...[SyncDocument, PushResponse, Workspace, Type.Integer({ minimum: 2 }), Type.String({ minLength: 2, maxLength: 3 })],
    ...[Type.Array(Type.Number(), { maxItems: 1 }), Type.Union([Type.String(), Type.Null()]), Type.Record(Type.String(), Type.Number())],
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...schemas),
      fc.oneof(value, fc.object(), fc.constant(PAGE), fc.constant({ results: [], epoch: '' })),
      (schema, any) => {
        expect(quickCheck(schema, any)).toBe(Check(schema, any));
      },
    ),
    { numRuns: 2_000 },
  );
});
