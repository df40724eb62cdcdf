import type { SampleValue } from '../../../src-shared/schema/connector.ts';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import type { RecordMapping } from './back-office-settings.ts';
import { idOf, readerOf, textOf, urlOf } from './map-records.ts';
import { readMoment } from './read-moment.ts';
import type { SampleConfig } from './read-sample-config.ts';

/** Of each record, what each expression of a mapping makes of it: all of them, where some are wrong. */
export async function mapSample(records: readonly JsonObject[], config: SampleConfig): Promise<SampleValue[][]> {
  const values: SampleValue[][] = [];
  for (const record of records) {
    const mapped: SampleValue[] = [];
    for (const [target, expression] of config.mapping) mapped.push(await mapValue(record, target, expression, config));
    values.push(mapped);
  }
  return values;
}

async function mapValue(record: JsonObject, target: keyof RecordMapping, expression: string, config: SampleConfig): Promise<SampleValue> {
  try {
    return { target, ...convert(target, await readerOf(expression)(record), config) };
  } catch (error) {
    const { message = String(error) } = error as { message?: string };
    return { target, value: null, problem: message };
  }
}

type Converted = Pick<SampleValue, 'value' | 'problem'>;

function convert(target: keyof RecordMapping, value: JsonValue, { timeZone, url }: SampleConfig): Converted {
  switch (target) {
    case 'id':
      return named(idOf(value), 'There is no id here: it must be a text or a number.');
    case 'due':
    case 'created':
      return value === null || value === '' ? nothing() : named(readMoment(value, timeZone), `${shown(value)} is no date.`);
    case 'url':
      return value === null || value === '' ? nothing() : named(urlOf(textOf(value), { url }), `${shown(value)} is no address.`);
    case 'priority':
      if (value === null || value === '') return nothing();
      return named(Number.isFinite(Number(value)) ? String(Number(value)) : null, `${shown(value)} is no number.`);
    case 'title':
    case 'status':
    case 'assignee':
      return { value: textOf(value), problem: null };
  }
}

function named(value: string | null, problem: string): Converted {
  return { value, problem: value === null ? problem : null };
}

function nothing(): Converted {
  return { value: null, problem: null };
}

function shown(value: JsonValue): string {
  return JSON.stringify(value).slice(0, 80);
}
