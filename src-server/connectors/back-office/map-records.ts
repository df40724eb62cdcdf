import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import type { VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { BackOfficeConfig, RecordMapping } from './back-office-settings.ts';
import { OPEN_WORD } from './open-word.ts';
import { compileExpression } from './parse-records.ts';
import { readMoment } from './read-moment.ts';

export interface MappedRecords {
  items: VendorItem[];
  skipped: { externalId: string | null; reason: string }[];
}

const ID_CHARACTERS = 500;
const TEXT_CHARACTERS = 2_000;

/** Where the items' own addresses lead when they are paths. */
interface Place {
  url: string;
}

type Values = Record<keyof RecordMapping, JsonValue>;

/** One item a record; what cannot be mapped is skipped with the reason. Throws a VendorError for an expression that is wrong. */
export async function mapRecords(records: readonly JsonObject[], config: BackOfficeConfig, place: Place): Promise<MappedRecords> {
  const readers = Object.entries(config.mapping).map(([name, expression]) => [name, readerOf(expression)] as const);
  const mapped: MappedRecords = { items: [], skipped: [] };
  for (const record of records) {
    const values: Partial<Values> = {};
    try {
      for (const [name, read] of readers) values[name as keyof RecordMapping] = await read(record);
    } catch (error) {
      if (error instanceof VendorError) throw error;
      const message = error instanceof Error ? error.message : String((error as { message?: unknown }).message ?? error);
      mapped.skipped.push({ externalId: idOf(values.id ?? null), reason: `The mapping fails: ${message}` });
      continue;
    }
    const item = itemOf(record, values, config, place);
    if ('reason' in item) mapped.skipped.push(item);
    else mapped.items.push(item);
  }
  return mapped;
}

type Reader = (record: JsonObject) => Promise<JsonValue>;

/** The name of a value, spaces and all, is no expression. */
export function readerOf(expression: string): Reader {
  if (expression.trim() === '') return async () => null;
  let compiled: ReturnType<typeof compileExpression> | null = null;
  return async (record) => {
    if (Object.hasOwn(record, expression)) return record[expression] ?? null;
    compiled ??= compileExpression(expression);
    const value = await compiled.evaluate(record);
    return value === undefined ? null : JSON.parse(JSON.stringify(value));
  };
}

function itemOf(
  record: JsonObject,
  values: Partial<Values>,
  config: BackOfficeConfig,
  place: Place,
): VendorItem | { externalId: string | null; reason: string } {
  const externalId = idOf(values.id ?? null);
  if (externalId === null) return { externalId, reason: `There is no id at ${config.mapping.id}.` };
  if (externalId.length > ID_CHARACTERS) return { externalId: externalId.slice(0, 40), reason: 'The id is too long.' };
  const timeZone = config.timeZone ?? 'UTC';
  const moments: Partial<Record<'due' | 'created', VendorItem['dueAt']>> = {};
  for (const name of ['due', 'created'] as const) {
    const value = values[name] ?? null;
    if (value === null || value === '') continue;
    const moment = readMoment(value, timeZone);
    if (moment === null) return { externalId, reason: `${JSON.stringify(value).slice(0, 80)} is no date (${name}).` };
    moments[name] = moment;
  }
  const statusWord = textOf(values.status ?? null) ?? OPEN_WORD;
  const closedWords = (config.closedWords ?? []).map((word) => word.toLowerCase());
  const priority = values.priority === null || values.priority === '' ? Number.NaN : Number(values.priority);
  return {
    externalId,
    state: closedWords.includes(statusWord.toLowerCase()) ? 'closed' : 'open',
    statusWord,
    assigneeExternalId: textOf(values.assignee ?? null),
    title: textOf(values.title ?? null),
    url: urlOf(textOf(values.url ?? null), place),
    dueAt: moments.due ?? null,
    createdAt: moments.created ?? null,
    ...(Number.isFinite(priority) ? { priority } : {}),
    fields: Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null)),
  };
}

export function idOf(value: JsonValue): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

export function textOf(value: JsonValue): string | null {
  if (value === null || value === '') return null;
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, TEXT_CHARACTERS);
}

/** Only addresses that a browser may open. */
export function urlOf(text: string | null, place: Place): string | null {
  if (text === null || !URL.canParse(text, place.url)) return null;
  const url = new URL(text, place.url);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
