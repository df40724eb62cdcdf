import { expect, it } from 'vitest';
import type { BackOfficeConfig } from './back-office-settings.ts';
import { createRecordsReader } from './records-reader.ts';

const reader = createRecordsReader({ timeMs: 2_000 });

const read = (id: string) => {
  const config = { baseUrl: 'https://office.example', format: 'json', mapping: { id } } satisfies BackOfficeConfig;
  return reader.read({ page: { text: '[{"id": 7}]', contentType: 'application/json' }, config, url: config.baseUrl });
};

it.each([
  ['never ends', '($f := function($n){ $f($n + 1) }; $f(0))'],
  ['makes a list without end', '$count([1..9999999999])'],
  ['is slow in a pattern', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
])('an expression that %s is ended, and the next page is read', async (_name, id) => {
  const outcome = await read(id).catch((error: unknown) => error);
  // JSONata ends what it can by itself: then it is the one item that cannot be mapped.
  if (outcome instanceof Error) expect(outcome).toMatchObject({ reason: 'unexpected' });
  else expect(outcome).toMatchObject({ items: [], skipped: [{ reason: expect.stringContaining('The mapping fails') }] });
  expect(await read('id')).toMatchObject({ items: [{ externalId: '7' }], count: 1 });
});
