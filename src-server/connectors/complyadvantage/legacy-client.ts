import { type Static, type TSchema, Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorAccount, VendorChange, VendorClient, VendorItem, VendorPerson, VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { type ComplyAdvantageConfig, DECIDED_MATCHES, itemUrlOf } from './complyadvantage-settings.ts';
import { createLegacyApi, type LegacyApi } from './legacy-api.ts';
import { fieldsOf, momentOf } from './mesh-items.ts';

const PAGE_ITEMS = 100;
const Progress = Type.Object({ page: Type.Integer({ minimum: 1 }) });

const Optional = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));
const SearchShape = Type.Object({
  id: Type.Union([Type.Integer(), Type.String({ minLength: 1 })]),
  ref: Optional(Type.String()),
  search_term: Optional(Type.Unknown()),
  match_status: Type.String({ minLength: 1 }),
  assignee_id: Optional(Type.Union([Type.Integer(), Type.String()])),
  created_at: Optional(Type.String()),
  share_url: Optional(Type.String()),
});
type SearchShape = Static<typeof SearchShape>;

const Users = Type.Array(
  Type.Object({
    id: Type.Union([Type.Integer(), Type.String({ minLength: 1 })]),
    name: Optional(Type.String()),
    email: Optional(Type.String()),
    user_is_active: Optional(Type.Boolean()),
  }),
);

interface LegacyReading {
  api: LegacyApi;
  config: ComplyAdvantageConfig;
  warn(message: string): void;
}

/** Searches of the API from before Mesh. It lists them whole: what is decided is passed over here. */
export function connectLegacy(session: VendorSession): VendorClient {
  const config = session.config as ComplyAdvantageConfig;
  const reading: LegacyReading = { api: createLegacyApi(session), config, warn: session.warn };
  return {
    check: () => checkLegacy(reading),
    readAllOpen: (resume) => readSearches(reading, resume),
    async readItems(externalIds) {
      const items: VendorItem[] = [];
      for (const externalId of externalIds) items.push(await readSearch(reading, externalId));
      return items;
    },
    async *readPeople() {
      if (config.readUsers !== false) yield await readUsers(reading);
    },
    write: (change) => writeSearch(reading, change),
  };
}

async function checkLegacy(reading: LegacyReading): Promise<VendorAccount> {
  const { api, config } = reading;
  await api.list('/searches', { page: 1, per_page: 1 });
  const warnings: string[] = [];
  if (config.readUsers !== false) await readUsers({ ...reading, warn: (message) => warnings.push(message) });
  const label = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1).replaceAll('_', ' ')}`;
  return {
    name: 'ComplyAdvantage (legacy API)',
    statuses: ['potential_match', ...DECIDED_MATCHES].map((word) => ({ word, label: label(word), isClosed: isDecided(word) })),
    warnings,
  };
}

/** Ends at a page that has nothing new, however many a page holds. */
async function* readSearches(reading: LegacyReading, resume: JsonValue | null): AsyncGenerator<ItemPage> {
  const seen = new Set<string>();
  for (let page = Check(Progress, resume) ? resume.page : 1; ; page += 1) {
    const records = await reading.api.list('/searches', { page, per_page: PAGE_ITEMS });
    const items: VendorItem[] = [];
    const skipped: NonNullable<ItemPage['skipped']> = [];
    let isNew = false;
    for (const record of records) {
      const { id } = record;
      const externalId = typeof id === 'number' || typeof id === 'string' ? `search:${id}` : null;
      if (externalId !== null && seen.has(externalId)) continue;
      isNew = true;
      if (externalId !== null) seen.add(externalId);
      const item = itemOf(reading, record);
      if (item === null) skipped.push({ externalId, reason: 'It has no id or no match_status.' });
      else if (item.state === 'open') items.push(item);
    }
    if (!isNew) break;
    yield { items, ...(skipped.length > 0 ? { skipped } : {}), resume: { page } };
  }
  yield { items: [], resume: null };
}

async function readSearch(reading: LegacyReading, externalId: string): Promise<VendorItem> {
  const record = await reading.api.find(pathOf(externalId));
  if (record === null) return deletedItem(externalId);
  const item = itemOf(reading, record);
  if (item) return item;
  throw new VendorError('unexpected', `ComplyAdvantage sent ${externalId} without an id or a match_status.`);
}

function itemOf({ config, warn }: LegacyReading, record: JsonObject): VendorItem | null {
  if (!Check(SearchShape, record)) return null;
  const { id, match_status: word, assignee_id: assignee, ref } = record;
  if (!isDecided(word) && word !== 'potential_match') warn(`Searches with the match status ${word} stay open.`);
  return {
    externalId: `search:${id}`,
    state: isDecided(word) ? 'closed' : 'open',
    statusWord: word,
    assigneeExternalId: assignee == null || String(assignee) === '0' || assignee === '' ? null : String(assignee),
    title: termOf(record),
    url: itemUrlOf(config, ref || String(id)) ?? (/^https:\/\//.test(record.share_url ?? '') ? (record.share_url ?? null) : null),
    dueAt: null,
    createdAt: momentOf(record.created_at),
    fields: fieldsOf('search', withoutHits(record)),
  };
}

function isDecided(word: string): boolean {
  return DECIDED_MATCHES.some((decided) => decided === word);
}

/** A text, or a name in parts. */
function termOf({ search_term: term, id }: SearchShape): string {
  if (typeof term === 'string' && term !== '') return term;
  if (typeof term !== 'object' || term === null) return String(id);
  const { first_name: first, middle_names: middle, last_name: last } = term as Record<string, unknown>;
  return [first, middle, last].filter((part) => typeof part === 'string' && part !== '').join(' ') || String(id);
}

/** Only single searches have them, and they can be large. */
function withoutHits(record: JsonObject): JsonObject {
  const { hits: _hits, ...rest } = record;
  return rest;
}

async function readUsers({ api, warn }: LegacyReading): Promise<VendorPerson[]> {
  try {
    const users = await api.list('/users', {});
    if (!Check(Users, users)) throw new VendorError('unexpected', 'ComplyAdvantage answered GET /users in a form that is not described.');
    return users.map(({ id, name, email, user_is_active: isActive }) => ({
      externalId: String(id),
      name: name || email || String(id),
      email: email || null,
      isActive: isActive !== false,
    }));
  } catch (error) {
    if (!(error instanceof VendorError) || !['forbidden', 'not_found', 'unexpected'].includes(error.reason)) throw error;
    warn(`The users of the account cannot be read: map people by their ids, or switch the reading of users off. ${error.message}`);
    return [];
  }
}

async function writeSearch(reading: LegacyReading, change: VendorChange): Promise<VendorItem> {
  const { api, config } = reading;
  const { externalId, statusWord: word, assigneeExternalId: assignee, note } = change;
  let item = await readSearch(reading, externalId);
  if (item.state === 'deleted') throw new VendorError('not_found', `${externalId} is not there any more.`, { status: 404 });
  const json: JsonObject = {};
  if (assignee !== undefined && assignee !== item.assigneeExternalId) json.assignee_id = assignee === null ? null : Number(assignee);
  const isClosing = word === 'DECISION' || (word !== undefined && isDecided(word));
  if (isClosing && item.state === 'open' && config.doneMatchStatus) json.match_status = config.doneMatchStatus;
  if (Object.keys(json).length > 0) {
    await api.change('PATCH', pathOf(externalId), json);
    item = await readSearch(reading, externalId);
  }
  if (note) await api.change('POST', `${pathOf(externalId)}/comments`, { comment: note });
  return item;
}

function pathOf(externalId: string): string {
  return `/searches/${encodeURIComponent(externalId.slice(externalId.indexOf(':') + 1))}`;
}
