import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ENDPOINTS } from '../../../../src-shared/http/api.ts';
import type { Endpoint } from '../../../../src-shared/http/endpoint.ts';
import { enAudit } from '../../../i18n/en-audit.ts';
import { actionSentence } from './action-sentence.ts';

const SERVER = join(import.meta.dirname, '../../../../src-server');
/** Ids that the server writes down besides the names of endpoints: `action: 'auth.login'`, `failing: 'hooks.fail'`. */
const WRITTEN = /\b(?:action|failing|disabled|recovered|removed): '(\w+\.\w+)'/g;

const requested = Object.entries<Endpoint>(ENDPOINTS).flatMap(([name, { isAudited }]) => (isAudited ? [name] : []));
const written = globSync('**/*.ts', { cwd: SERVER, exclude: ['**/*.test.ts'] }).flatMap((file) =>
  [...readFileSync(join(SERVER, file), 'utf8').matchAll(WRITTEN)].map(([, action = '']) => action),
);

test('everything that the server writes into the audit log is said in words', () => {
  expect([requested.length, written.length].every((count) => count > 8)).toBe(true);
  expect([...requested, ...written].filter((action) => actionSentence(action) === action)).toEqual([]);
});

test('no sentence is about something that is not written any more', () => {
  const known = new Set([...requested, ...written]);
  const about = Object.keys(enAudit).map((key) => key.replace('did.', ''));
  expect(about.filter((action) => !action.startsWith('tasks.') && !known.has(action))).toEqual([]);
});

test('what a newer server does is said by its id', () => {
  expect([actionSentence('tasks.claim'), actionSentence('tasks.teleport')]).toEqual(['Claimed the task', 'tasks.teleport']);
});
