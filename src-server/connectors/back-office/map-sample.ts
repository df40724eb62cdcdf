import type { SampleValue } from '../../../src-shared/schema/connector.ts';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { EXPRESSION_CHARACTERS, RecordMapping } from './back-office-settings.ts';
import { idOf, readerOf, textOf, urlOf } from './map-records.ts';
import { isTimeZone, readMoment } from './read-moment.ts';

/** What of the settings the mapping needs, as far as they are there. */
export interface SampleConfig {
  mapping: Partial<Record<keyof RecordMapping, string>>;
  timeZone: string;
  /** Where the records came from, for addresses that are paths. */
  url: string;
}

const NOWHERE = 'http://source.invalid';
const TARGETS = Object.keys(RecordMapping.properties) as (keyof RecordMapping)[];

/** Settings may lack anything while they are being made. */
export function readSampleConfig({ mapping, timeZone, baseUrl, path }: JsonObject): SampleConfig {
  const expressions = typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping) ? mapping : {};
  const entries = TARGETS.flatMap((name) => {
    const expression = expressions[name];
    return typeof expression === 'string' && expression.length <= EXPRESSION_CHARACTERS ? [[name, expression] as const] : [];
  });
  const base = typeof baseUrl === 'string' && /^https?:/.test(baseUrl) && URL.canParse(baseUrl) ? baseUrl : NOWHERE;
  const place = typeof path === 'string' && URL.canParse(path, base) ? path : '/';
  return {
    mapping: Object.fromEntries(entries),
    timeZone: typeof timeZone === 'string' && isTimeZone(timeZone) ? timeZone : 'UTC',
    url: new URL(place, base).href,
  };
}

/** Of each record, what each expression of a mapping makes of it: all of them, where some are wrong. */
export async function mapSample(records: readonly JsonObject[], config: SampleConfig): Promise<SampleValue[][]> {
  const values: SampleValue[][] = [];
  for (const record of records) {
    const mapped: SampleValue[] = [];
    for (const target of TARGETS) {
      const expression = config.mapping[target];
      if (expression !== undefined && expression.trim() !== '') mapped.push(await mapValue(record, target, expression, config));
    }
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
