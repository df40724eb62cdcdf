import { Type } from 'typebox';
import { Compile } from 'typebox/schema';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAddressGuard } from '../../src-server/webhooks/address-guard.ts';
import { parseTarget, refuseTarget } from '../../src-server/webhooks/webhook-target.ts';
import { ERROR_STATUS } from '../../src-shared/error/codes.ts';
import { checkValues } from '../../src-shared/form/check-values.ts';
import type { FormSchema } from '../../src-shared/form/form-schema.ts';
import { FORMATS } from '../../src-shared/form/formats.ts';
import type { JsonValue, Task, TaskStatus } from '../../src-shared/schema/task.ts';
import type { TaskAction } from '../../src-shared/task/action.ts';
import type { Actor } from '../../src-shared/task/actor.ts';
import { applyAction } from '../../src-shared/task/apply-action.ts';
import { REFUSAL_REASONS } from '../../src-shared/task/refusal.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { sayAgain, sayFailure, sayKnown, sayRefusal } from './say-again.ts';
import { deServer } from './server-sentences/de.ts';
import { isMessageKey, speak } from './translate.ts';

beforeAll(() => speak('de', de, deServer));
afterAll(() => speak('en', en));

test('every code of an error and every reason of a refusal has a sentence of its own', () => {
  const codes = Object.keys(ERROR_STATUS).filter((code) => !isMessageKey(`error.${code}`));
  const reasons = REFUSAL_REASONS.filter((reason) => !isMessageKey(`reason.${reason}`));
  expect([...codes, ...reasons]).toEqual([]);
});

const NOW = '2026-11-21T07:00:00.000000+00:00';
const STATUSES: readonly TaskStatus[] = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'];
const ACTIONS: readonly TaskAction[] = [
  { type: 'claim', assigneeUid: 'ada' },
  { type: 'assign', assigneeUid: 'bo' },
  ...(['unassign', 'start', 'pause', 'complete', 'reopen'] as const).map((type) => ({ type })),
  { type: 'snooze', until: NOW },
  { type: 'skip', reason: '?', release: false },
  { type: 'setFields', fields: {} },
  { type: 'move', queueUid: null },
  { type: 'create', uid: 'one', patch: {} },
];
const ACTORS: readonly Actor[] = [
  { kind: 'user', uid: 'ada', name: 'Ada', role: 'operator', skills: [] },
  { kind: 'user', uid: 'mia', name: 'Mia', role: 'manager', skills: [] },
  { kind: 'key', uid: 'key', name: 'Key', source: 'shop' },
];

function taskIn(status: TaskStatus, holder: string | null): Task {
  return {
    ...{ uid: 'one', status, status_at: NOW, assignee_uid: status === 'TODO' ? null : holder, queue_uid: null, due_at: NOW },
    ...{ created_at: NOW, updated_at: NOW, started_at: null, done_at: null, snooze_expires_at: null },
    ...{ fields: {}, integrations: {}, skills: [], priority: null, version: 1 },
  };
}

test('every refusal of the state machine is said in German', () => {
  const messages = new Set<string>();
  for (const task of [null, ...STATUSES.flatMap((status) => [taskIn(status, 'ada'), taskIn(status, 'bo')])]) {
    for (const action of ACTIONS) {
      for (const actor of ACTORS) {
        const result = applyAction(task, action, { actor, now: NOW, queueSkills: null });
        if (!result.ok) messages.add(result.refusal.message);
      }
    }
  }
  expect(messages.size).toBeGreaterThan(15);
  expect([...messages].filter((message) => sayAgain(message) === null)).toEqual([]);
  expect(sayAgain('A task that is DONE cannot pause.')).toBe('Im Stand „Erledigt“ nicht möglich: Pausieren.');
});

const WRONG: readonly (readonly [schema: FormSchema, value: JsonValue])[] = [
  [{ type: 'string' }, 1],
  [{ type: 'number' }, ''],
  [{ type: 'integer' }, 1.5],
  [{ type: 'boolean' }, ''],
  [{ type: 'object' }, ''],
  [{ type: 'array' }, ''],
  [{ enum: ['a'] }, 'b'],
  [{ const: true }, false],
  [{ const: 'a' }, 'b'],
  ...(['', 'ab'] as const).map((text) => [{ type: 'string', minLength: 1, maxLength: 1 }, text] as const),
  [{ type: 'string', minLength: 3 }, 'ab'],
  [{ type: 'string', maxLength: 3 }, 'abcd'],
  [{ type: 'string', pattern: '^a$' }, 'b'],
  [{ type: 'number', minimum: 1 }, 0],
  [{ type: 'number', maximum: 1 }, 2],
  [{ type: 'number', exclusiveMinimum: 1 }, 1],
  [{ type: 'number', exclusiveMaximum: 1 }, 1],
  [{ type: 'number', multipleOf: 2 }, 1],
  [{ type: 'array', maxItems: 1 }, [1, 2]],
  [{ type: 'array', maxItems: 2 }, [1, 2, 3]],
  [{ type: 'array', minItems: 1 }, []],
  [{ type: 'array', minItems: 2 }, []],
  [{ type: 'array', uniqueItems: true }, [1, 1]],
  [{ not: {} }, 1],
  [{ anyOf: [{ const: 1 }] }, 2],
  [{ anyOf: [{ type: 'string' }] }, 2],
];

test('what is wrong with the answers of a form is said in German', () => {
  const found = WRONG.map(([schema, value]) => checkValues({ type: 'object', properties: { field: schema } }, { field: value }));
  found.push(checkValues({ type: 'object', required: ['field'] }, { other: 1 }));
  expect(found.filter((issues) => issues.length === 0)).toEqual([]);
  const messages = [...found.flat().map(({ message }) => message), ...[...FORMATS.values()].map(({ must }) => must)];
  expect(messages.filter((message) => sayAgain(message) === null)).toEqual([]);
  expect(sayKnown('must have at most 3 characters')).toBe('darf höchstens 3 Zeichen haben');
});

test('what is wrong with a request is said in German', () => {
  const validator = Compile(
    Type.Object({
      ...{
        a: Type.String({ minLength: 2 }),
        b: Type.String({ maxLength: 1 }),
        c: Type.Integer({ minimum: 1 }),
        d: Type.Number({ maximum: 1 }),
      },
      ...{ e: Type.Boolean(), f: Type.Array(Type.String(), { minItems: 1 }), g: Type.Array(Type.String(), { maxItems: 1 }) },
      ...{ h: Type.String({ pattern: '^a$' }), i: Type.Array(Type.Integer(), { uniqueItems: true }), j: Type.Object({}) },
    }),
  );
  const messages = [
    ...[
      { a: '', b: 'bb', c: 0, d: 2, e: 1, f: [], g: ['a', 'b'], h: 'b', i: [1, 1], j: 1 },
      { a: 1, c: '', d: '', f: 1 },
    ],
  ].flatMap((value) => validator.Errors(value)[1].flatMap(({ keyword, message }) => (keyword === 'required' ? [] : [message])));
  expect(messages.length).toBeGreaterThan(10);
  expect([...messages, 'is missing', 'is not known here', 'must be one of "a", "b"'].filter((text) => sayAgain(text) === null)).toEqual([]);
});

test('a failure is said by its parts, by its code, and in the server’s words where those say more', () => {
  const message = 'body.name must not have fewer than 1 characters.';
  const issues = [{ path: 'body.name', message: 'must not have fewer than 1 characters' }];
  expect(sayFailure({ code: 'validation_failed', message, issues })).toBe(
    'Etwas muss berichtigt werden. „Name“ muss mindestens 1 Zeichen haben.',
  );
  expect(sayFailure({ code: 'rate_limited', message: 'Too many requests.' })).toBe(de['error.rate_limited']);
  expect(sayFailure({ code: 'conflict', message: 'There are 500 forms.' })).toContain('„There are 500 forms.“');
  expect(sayFailure({ code: 'from_the_future', message: 'Not yet.' })).toBe('Not yet.');
  expect(sayRefusal({ reason: 'not_allowed', message: 'Something new.' })).toBe(de['reason.not_allowed']);
  const refused = 'What was entered does not fit the form: values.amount is missing; values.vip must be true or false.';
  expect(sayAgain(refused)).toBe('Die Angaben passen nicht zum Formular: values.amount fehlt; values.vip muss Ja oder Nein sein.');
});

test('in English everything is said as it came', () => {
  speak('en', en);
  expect([sayKnown('must be'), sayFailure({ code: 'conflict', message: 'As it is.' })]).toEqual(['must be', 'As it is.']);
  speak('de', de, deServer);
});

test('what is wrong with a part is said by its name in the form, in English too', () => {
  speak('en', en);
  const issues = [{ path: 'body.max_in_flight', message: 'must be >= 1' }];
  expect(sayFailure({ code: 'validation_failed', message: 'body.max_in_flight must be >= 1.', issues })).toBe(
    'Something has to be put right. “At the same time” must be >= 1.',
  );
  const unnamed = [{ path: 'body.frame', message: 'is missing' }];
  expect(sayFailure({ code: 'validation_failed', message: 'body.frame is missing.', issues: unnamed })).toBe('body.frame is missing.');
  speak('de', de, deServer);
});

test('why an address is refused is said in German', async () => {
  const guard = createAddressGuard([]);
  const vetting = { guard, resolve: async () => ['127.0.0.1'] };
  const texts = ['/hook', 'ftp://example.com', 'https://ann:pw@example.com'].map((text) => parseTarget(text));
  const refusals = [
    ...texts.map((target) => (target.ok ? null : target.refusal)),
    await refuseTarget(new URL('https://10.0.0.1/'), vetting),
    await refuseTarget(new URL('http://8.8.8.8/'), vetting),
    await refuseTarget(new URL('https://desk.example.com/'), vetting),
    await refuseTarget(new URL('https://desk.example.com/'), { guard, resolve: async () => [] }),
    await refuseTarget(new URL('https://desk.local/'), { guard, resolve: () => Promise.reject(new Error('no such name')) }),
  ];
  expect(refusals.filter((refusal) => refusal === null || sayAgain(refusal) === null)).toEqual([]);
});
