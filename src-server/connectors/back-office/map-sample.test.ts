import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dottedPath, expressionOfPath, type SamplePath } from '../../../src-shared/connector/sample-path.ts';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { valueAt } from '../engine/map-item.ts';
import { readerOf } from './map-records.ts';
import { mapSample } from './map-sample.ts';
import { readSampleConfig } from './read-sample-config.ts';

const NAMES = ['id', 'in', 'true', 'function', 'a b', 'due date', '9', 'x-y', 'a.b', 'Straße', '$', '%', 'and', 'name', '"', "it's"];

const { record } = fc.letrec<{ record: JsonObject; value: JsonValue }>((tie) => ({
  record: fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { minKeys: 1, maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<JsonValue>('text', '', 7, 0, true, false),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('record'),
  ) as fc.Arbitrary<JsonValue>,
}));

/** Every text, number and truth value in a record, with where it stands. */
function leavesOf(value: JsonValue, path: SamplePath): { path: SamplePath; value: JsonValue }[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap((entry, at) => leavesOf(entry, [...path, at]));
  if (typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([name, entry]) => leavesOf(entry, [...path, name]));
}

describe('what is pointed at', () => {
  it('is found again by its expression, in any record', async () => {
    await fc.assert(
      fc.asyncProperty(record, async (made) => {
        for (const { path, value } of leavesOf(made, [])) {
          const expression = expressionOfPath(path);
          expect(expression).not.toBeNull();
          expect(await readerOf(expression ?? '')(made), expression ?? '').toEqual(value);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('is found again as a field of one’s own, but for names with dots', () => {
    fc.assert(
      fc.property(record, (made) => {
        for (const { path, value } of leavesOf(made, [])) {
          const dotted = dottedPath(path);
          if (dotted !== null) expect(valueAt(made, dotted), dotted).toEqual(value);
        }
      }),
      { numRuns: 200 },
    );
    expect(dottedPath(['a', 'b.c'])).toBeNull();
    expect(expressionOfPath(['a`b'])).toBeNull();
    expect(expressionOfPath([''])).toBeNull();
  });
});

describe('the sample of a mapping', () => {
  const config = readSampleConfig({
    baseUrl: 'https://office.example',
    path: '/api/tasks',
    timeZone: 'Europe/Paris',
    mapping: {
      id: 'number',
      title: 'customer.name & " " & reason',
      url: 'link',
      due: 'due',
      status: '',
      assignee: 'nobody',
      priority: 'level',
      other: 'number',
    },
  });

  it('says what becomes of each record, and why a value cannot be', async () => {
    const [good, bad] = await mapSample(
      [
        { number: 7, customer: { name: 'Ada' }, reason: 'late', link: '/case/7', due: '2026-07-01 12:00', level: '2' },
        { number: null, link: 'mailto:x', due: 'soon', level: 'high' },
      ],
      config,
    );
    expect(good).toEqual([
      { target: 'id', value: '7', problem: null },
      { target: 'title', value: 'Ada late', problem: null },
      { target: 'url', value: 'https://office.example/case/7', problem: null },
      { target: 'due', value: '2026-07-01T10:00:00.000000+00:00', problem: null },
      { target: 'assignee', value: null, problem: null },
      { target: 'priority', value: '2', problem: null },
    ]);
    expect(bad?.filter(({ problem }) => problem !== null).map(({ target, problem }) => [target, problem])).toEqual([
      ['id', 'There is no id here: it must be a text or a number.'],
      ['url', '"mailto:x" is no address.'],
      ['due', '"soon" is no date.'],
      ['priority', '"high" is no number.'],
    ]);
  });

  it('names what is wrong with an expression, and goes on with the others', async () => {
    const broken = readSampleConfig({ mapping: { id: 'id', title: 'a & (' } });
    const [values] = await mapSample([{ id: 1, a: 'x' }], broken);
    expect(values).toMatchObject([
      { target: 'id', value: '1', problem: null },
      { target: 'title', value: null, problem: expect.stringContaining('The expression a & ( cannot be read') },
    ]);
  });
});
