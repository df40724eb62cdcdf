import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { readCase } from './mesh-items.ts';
import type { MeshReading } from './mesh-reading.ts';
import { AlertPage, AnyRecord, CasePage } from './mesh-shapes.ts';
import { isDecision } from './mesh-stages.ts';

const PAGE_ITEMS = 100;
const ALERT_PAGES_MAXIMUM = 10;
const KNOWN_STAGE_TYPES = ['INITIAL', 'REVIEW', 'DECISION'];
/** In all: an account in which cases are decided faster than they are read is read as well as can be. */
const STEPS_BACK_MAXIMUM = 20;

const Progress = Type.Object({
  page: Type.Integer({ minimum: 1 }),
  /** How many there were as the page before was read. */
  total: Type.Union([Type.Integer(), Type.Null()]),
});

/**
 * By the time of creation, so that new ones come last. Those that leave while it is read move the others forward: then it
 * steps back by as many.
 */
export async function* readOpenCases(reading: MeshReading, resume: JsonValue | null): AsyncGenerator<ItemPage> {
  const query = await openQuery(reading);
  let { page, total } = Check(Progress, resume) ? resume : { page: 1, total: null };
  let stepsBack = 0;
  for (;;) {
    const path = `/v2/cases?page_number=${page}&page_size=${PAGE_ITEMS}&sort=CREATED_AT${query}`;
    const answer = await reading.api.call({ method: 'GET', path, answer: CasePage });
    const now = answer.total_count ?? null;
    const left = total === null || now === null ? 0 : total - now;
    total = now;
    if (left > 0 && page > 1 && stepsBack < STEPS_BACK_MAXIMUM) {
      page = Math.max(1, page - Math.ceil(left / PAGE_ITEMS));
      stepsBack += 1;
      continue;
    }
    const isLast = !answer.next || answer.cases.length === 0;
    page += 1;
    yield {
      ...readPage(reading, answer.cases as JsonObject[]),
      resume: isLast ? null : { page, total },
      ...(total === null ? {} : { total }),
    };
    if (isLast) return;
  }
}

/** All stages that decide nothing, those of a type that is not known among them. */
async function openQuery({ stages, config, warn }: MeshReading): Promise<string> {
  const all = [...(await stages.all()).values()];
  const open = all.filter((stage) => !isDecision(stage));
  for (const { stage_type: type, display_name: name, identifier } of all) {
    if (!KNOWN_STAGE_TYPES.includes(type)) warn(`The stage “${name ?? identifier}” is of the unknown type ${type}: its cases stay open.`);
  }
  return [
    ...open.map(({ identifier }) => `&stage.identifier=${encodeURIComponent(identifier)}`),
    ...(config.caseTypes ?? []).map((type) => `&type=${encodeURIComponent(type)}`),
  ].join('');
}

function readPage({ config }: MeshReading, records: readonly JsonObject[]): Pick<ItemPage, 'items' | 'skipped'> {
  const items: VendorItem[] = [];
  const skipped: NonNullable<ItemPage['skipped']> = [];
  for (const record of records) {
    const read = readCase(record, config);
    if (!('item' in read)) skipped.push(read);
    else if (read.item.state === 'open') items.push(read.item);
  }
  return { items, ...(skipped.length > 0 ? { skipped } : {}) };
}

/** As it is now, decided or not. Throws a VendorError `unexpected` where it is there and cannot be read. */
export async function readCaseItem(reading: MeshReading, externalId: string): Promise<VendorItem> {
  const { api, config } = reading;
  const path = `/v2/cases/${encodeURIComponent(caseIdOf(externalId))}`;
  const record = (await api.find({ method: 'GET', path, answer: AnyRecord })) as JsonObject | null;
  if (record === null) return deletedItem(externalId);
  const alerts = await summarizeAlerts(reading, path);
  const read = readCase({ ...record, ...(alerts === null ? {} : { alerts }) }, config);
  if ('item' in read) return read.item;
  throw new VendorError('unexpected', `ComplyAdvantage sent ${externalId} in a form that cannot be read: ${read.reason}.`);
}

export function caseIdOf(externalId: string): string {
  return externalId.slice(externalId.indexOf(':') + 1);
}

/** The list of cases sums their alerts up; a single case does not. Null where they may not be read. */
async function summarizeAlerts({ api }: MeshReading, casePath: string): Promise<JsonObject | null> {
  const priorities: number[] = [];
  let count = 0;
  try {
    for (let page = 1; page <= ALERT_PAGES_MAXIMUM; page += 1) {
      const path = `${casePath}/alerts?page_number=${page}&page_size=${PAGE_ITEMS}`;
      const { alerts, next, total_count: total } = await api.call({ method: 'GET', path, answer: AlertPage });
      for (const { priority } of alerts) if (priority != null) priorities.push(priority);
      count = Math.max(total ?? 0, count + (total == null ? alerts.length : 0));
      if (!next) break;
    }
  } catch (error) {
    if (error instanceof VendorError && (error.reason === 'forbidden' || error.reason === 'not_found')) return null;
    throw error;
  }
  // 1 is the highest.
  return { count, highest_priority: priorities.length > 0 ? Math.min(...priorities) : null };
}
