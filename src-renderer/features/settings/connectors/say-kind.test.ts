import { afterAll, beforeAll, expect, test } from 'vitest';
import { presentKind } from '../../../../src-server/connectors/engine/present-connector.ts';
import { VENDOR_KINDS } from '../../../../src-server/connectors/kinds.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import { de } from '../../../i18n/de.ts';
import { en } from '../../../i18n/en.ts';
import { deServer } from '../../../i18n/server-sentences/de.ts';
import { deVendors } from '../../../i18n/server-sentences/de-vendors.ts';
import { speak } from '../../../i18n/translate.ts';
import { sayKind } from './say-kind.ts';

beforeAll(() => speak('de', de, deServer));
afterAll(() => speak('en', en));

/** All words for people in a schema. */
function wordsIn(value: JsonValue, isSaid = false): string[] {
  if (typeof value === 'string') return isSaid ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((part) => wordsIn(part, isSaid));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => wordsIn(part, ['title', 'description', 'x-enum-titles'].includes(name)));
}

const shown = VENDOR_KINDS.map(presentKind).flatMap(({ name, description, config, credentials }) => [
  ...[name, description],
  ...wordsIn(config),
  ...wordsIn(credentials),
]);

test('all that the server says of every kind of system is said in German, and nothing that it does not say', () => {
  const known = new Set(Object.keys(deVendors));
  expect(shown.filter((words) => !known.has(words))).toEqual([]);
  expect([...known].filter((words) => !shown.includes(words))).toEqual([]);
});

test('words are said, values stay', () => {
  const [zendesk] = VENDOR_KINDS.filter(({ kind }) => kind === 'zendesk')
    .map(presentKind)
    .map((kind) => sayKind(kind, 'de'));
  expect(zendesk).toMatchObject({
    kind: 'zendesk',
    description: 'Tickets eines Zendesk-Kontos. Status und Person werden zurückgeschrieben.',
    config: { type: 'object', properties: { subdomain: { title: 'Subdomain', description: 'Der erste Teil von acme.zendesk.com.' } } },
  });
});
