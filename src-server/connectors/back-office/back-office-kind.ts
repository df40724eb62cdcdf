import { createHash } from 'node:crypto';
import { Check } from 'typebox/value';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorClient, VendorItem, VendorKind, VendorPerson, VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { openAnswerCache } from './answer-cache.ts';
import { BackOfficeConfig, BackOfficeCredentials } from './back-office-settings.ts';
import { OPEN_WORD } from './open-word.ts';
import { type ListPage, readList } from './read-list.ts';
import { isTimeZone } from './read-moment.ts';
import { readQuery } from './read-query.ts';
import { readSampleConfig } from './read-sample-config.ts';
import { createRecordsReader } from './records-reader.ts';
import { createSignedInHttp } from './sign-in.ts';

const QUERY_TIME_MS = 30_000;

/** All back offices of a server share the thread. */
const reader = createRecordsReader();

/** Any system that shows its backlog as a JSON list, an HTML table, a CSV file or the answer to a query. */
export const BACK_OFFICE: VendorKind = {
  kind: 'back_office',
  name: 'In-house back office',
  description:
    'Create a user for Docket in your system: its whole open backlog is read every few minutes; what is new is created, what is gone is closed.',
  config: BackOfficeConfig,
  credentials: BackOfficeCredentials,
  schedule: { everySeconds: 300, fullEverySeconds: 300 },
  statuses: [{ word: '*', status: 'by_assignee' }],
  limits: { default: { requests: 10, perMs: 1_000 } },
  findConfigProblem,
  baseUrlOf,
  mapSample: (config, records) => reader.mapSample({ sample: records, config: readSampleConfig(config) }),
  connect: connectBackOffice,
};

/** A database is not asked over HTTP: its host stands for itself. */
function baseUrlOf({ baseUrl }: JsonObject): string {
  if (typeof baseUrl !== 'string' || !URL.canParse(baseUrl)) return '';
  const { protocol, host } = new URL(baseUrl);
  return protocol === 'https:' || protocol === 'http:' ? baseUrl : `https://${host}`;
}

function findConfigProblem(config: JsonObject, credentials: JsonObject): string | null {
  if (!Check(BackOfficeConfig, config)) return null;
  const url = URL.canParse(config.baseUrl) ? new URL(config.baseUrl) : null;
  if (!url) return 'The address must be whole, like https://office.example.com.';
  if (url.username !== '' || url.password !== '') return 'The address must hold no user name or password: enter them as credentials.';
  if (!isTimeZone(config.timeZone ?? 'UTC')) return `There is no time zone ${config.timeZone}: use a name like Europe/Paris.`;
  if (config.mapping.id.trim() === '') return 'The mapping must say where the id stands.';
  if (config.format === 'sql') {
    if (!['postgres:', 'postgresql:', 'mysql:'].includes(url.protocol))
      return 'A query needs an address that starts with postgres:// or mysql://.';
    if (!config.query) return 'Enter the query.';
    return credentials.type === undefined || credentials.type === 'basic' ? null : 'A database needs a user name and a password.';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address must start with https://.';
  if ((config.paging === 'link' || config.paging === 'cursor') && !config.next) return 'Say where the next page stands in the answer.';
  return null;
}

function connectBackOffice(session: VendorSession): VendorClient {
  const config = session.config as BackOfficeConfig;

  const assignees = new Set<string>();

  async function* readPages(resume: ItemPage['resume']): AsyncGenerator<ItemPage> {
    const seen = new Set<string>();
    let nameless = 0;
    for await (const page of readSource(session, config, resume)) {
      for (const { assigneeExternalId } of page.items) if (assigneeExternalId !== null) assignees.add(assigneeExternalId);
      nameless += page.skipped.filter(({ externalId }) => externalId === null).length;
      yield { ...withoutDuplicates(page, seen), resume: page.resume };
    }
    // Whoever is missing from the list may be one of these.
    if (nameless > 0) {
      throw new VendorError(
        'unexpected',
        `${nameless} items have no id at ${config.mapping.id}: nothing is closed before the mapping is mended.`,
      );
    }
  }

  return {
    async check() {
      for await (const { items, skipped = [] } of readPages(null)) return accountOf(config, items, skipped);
      throw new VendorError('unexpected', 'The source gave no page.');
    },
    readAllOpen: readPages,
    // A list says what there is; what is not in it is gone.
    readItems: async (externalIds) => externalIds.map((externalId) => deletedItem(externalId, 'gone')),
    async readSample() {
      // As if nothing were mapped yet: a mapping that is wrong must not hide what it is made against.
      const unmapped = { ...config, mapping: { id: '' } };
      for await (const { sample } of readSource(session, unmapped, null)) if (sample.length > 0) return sample;
      return [];
    },
    // Only the list says who there is.
    async *readPeople() {
      if (assignees.size === 0) for await (const _page of readPages(null));
      yield [...assignees].map(personOf);
    },
  };
}

async function* readSource(session: VendorSession, config: BackOfficeConfig, resume: ItemPage['resume']): AsyncGenerator<ListPage> {
  const credentials = session.credentials as BackOfficeCredentials;
  if (config.format !== 'sql') {
    const key = createHash('sha256')
      .update(JSON.stringify([config.baseUrl, credentials]))
      .digest('base64');
    const http = createSignedInHttp(session, credentials);
    yield* readList({ config, baseUrl: config.baseUrl, http, reader, cache: openAnswerCache(key) }, resume);
    return;
  }
  if (credentials.type !== 'basic') throw new VendorError('unauthorized', 'A database needs a user name and a password.');
  const { username, password } = credentials;
  const url = new URL(config.baseUrl);
  const records = await readQuery({ url, username, password, query: config.query ?? '', timeMs: QUERY_TIME_MS }, session);
  yield { ...(await reader.read({ page: { records }, config, url: 'http://source.invalid' })), resume: null };
}

function withoutDuplicates(
  { items, skipped }: ListPage,
  seen: Set<string>,
): Pick<ItemPage, 'items'> & { skipped: NonNullable<ItemPage['skipped']> } {
  const kept: VendorItem[] = [];
  const repeated: NonNullable<ItemPage['skipped']> = [];
  for (const item of items) {
    if (seen.has(item.externalId))
      repeated.push({ externalId: item.externalId, reason: 'Another item has the same id: the first one counts.' });
    else kept.push(item);
    seen.add(item.externalId);
  }
  return { items: kept, skipped: [...skipped, ...repeated] };
}

function accountOf(config: BackOfficeConfig, items: readonly VendorItem[], skipped: NonNullable<ItemPage['skipped']>) {
  const words = [...new Set(items.map(({ statusWord }) => statusWord))].slice(0, 50);
  const closed = new Set(config.closedWords?.map((word) => word.toLowerCase()));
  const [first] = skipped;
  return {
    name: new URL(config.baseUrl).host,
    statuses: words.map((word) => ({ word, label: word === OPEN_WORD ? 'Open' : word, isClosed: closed.has(word.toLowerCase()) })),
    warnings: first ? [`${skipped.length} of the first ${items.length + skipped.length} items cannot be read: ${first.reason}`] : [],
  };
}

function personOf(externalId: string): VendorPerson {
  return { externalId, name: externalId, email: externalId.includes('@') ? externalId : null, isActive: true };
}
