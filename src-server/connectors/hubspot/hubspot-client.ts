import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { deletedItem } from '../deleted-item.ts';
import type { ItemPage, VendorAccount, VendorChange, VendorClient, VendorItem, VendorPerson, VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import { createHubspotConnection, type HubspotConnection } from './hubspot-connection.ts';
import { externalIdOf, splitExternalId } from './hubspot-item.ts';
import { type HubspotObject, pipelineProperty, statusesOf } from './hubspot-object.ts';
import { listRecords, readNow, readRecord, searchRecords } from './hubspot-records.ts';
import { OWNER_SCOPE, rightsTo } from './hubspot-rights.ts';
import { HubspotRecord, OwnersAnswer } from './hubspot-shapes.ts';
import { readHubspotChanges } from './read-hubspot-changes.ts';

const OWNERS_PAGE = 100;

export function connectToHubspot(session: VendorSession): VendorClient {
  const connection = createHubspotConnection(session);
  return {
    check: () => checkAccess(connection, session),
    readChanges: (watermark, resume) => readHubspotChanges(connection, watermark, resume),
    readAllOpen: (resume) => readAllOpen(connection, resume),
    readItems: (externalIds) => readItems(connection, externalIds),
    readPeople: () => readPeople(connection),
    write: (change) => write(connection, change),
  };
}

async function checkAccess(connection: HubspotConnection, { credentials }: VendorSession): Promise<VendorAccount> {
  const objects = await connection.objects();
  for (const object of objects) {
    await searchRecords(connection.api, object, [[{ propertyName: 'hs_object_id', operator: 'HAS_PROPERTY' }]], null, 1);
    await listRecords(connection.api, object, null, false);
  }
  await readOwners(connection, null, false);
  const links = connection.links();
  const hasEvents = typeof credentials.clientSecret === 'string' && credentials.clientSecret !== '';
  return {
    name: links === null ? 'HubSpot' : `HubSpot portal ${links.portalId}`,
    statuses: statusesOf(objects),
    warnings: [
      ...(links === null ? ['The portal’s number is not known: tasks will have no links to HubSpot. Enter it as “Portal”.'] : []),
      ...(hasEvents ? [] : ['Without an app’s client secret HubSpot sends no events here: changes arrive with the next poll.']),
      `To write back, the scopes ${objects.flatMap(({ name }) => rightsTo(name).write).join(', ')} are needed; HubSpot tells only when something is written.`,
    ],
  };
}

const ListProgress = Type.Object({ object: Type.String(), after: Type.Union([Type.String(), Type.Null()]) });

async function* readAllOpen(connection: HubspotConnection, resume: JsonValue | null): AsyncIterable<ItemPage> {
  const objects = await connection.objects();
  const known = Check(ListProgress, resume) ? objects.findIndex(({ name }) => name === resume.object) : -1;
  let after = Check(ListProgress, resume) && known >= 0 ? resume.after : null;
  for (const [index, object] of objects.entries()) {
    if (index < known) {
      continue;
    }
    do {
      const list = await listRecords(connection.api, object, after, false);
      const open = list.records.filter((record) => connection.itemOf(object, record).state === 'open');
      const ids = open.map(({ id }) => id);
      const records = list.isWhole ? open : [...(await readNow(connection.api, object, ids)).values()];
      after = list.after;
      const next = after === null ? (objects[index + 1]?.name ?? object.name) : object.name;
      yield {
        items: records.map((record) => connection.itemOf(object, record)).filter(({ state }) => state === 'open'),
        resume: { object: next, after },
      };
    } while (after !== null);
  }
}

async function readItems(connection: HubspotConnection, externalIds: readonly string[]): Promise<VendorItem[]> {
  const objects = await connection.objects();
  const items: VendorItem[] = [];
  const asked = Map.groupBy(externalIds, (externalId) => splitExternalId(externalId).object);
  for (const [name, ids] of asked) {
    const object = objects.find((candidate) => candidate.name === name);
    // What is mirrored no more is gone, as far as its tasks are concerned.
    const found = object
      ? await readNow(
          connection.api,
          object,
          ids.map((externalId) => splitExternalId(externalId).id),
        )
      : new Map<string, HubspotRecord>();
    for (const externalId of ids) {
      const record = found.get(splitExternalId(externalId).id);
      items.push(object && record ? connection.itemOf(object, record) : deletedItem(externalId));
    }
  }
  return items;
}

async function* readPeople(connection: HubspotConnection): AsyncIterable<VendorPerson[]> {
  for (const isArchived of [false, true]) {
    let after: string | null = null;
    do {
      const { results, paging } = await readOwners(connection, after, isArchived);
      after = paging?.next?.after ?? null;
      yield results.map((owner) => ({
        externalId: owner.id,
        name: [owner.firstName, owner.lastName].filter(Boolean).join(' ') || owner.email || owner.id,
        email: owner.email ?? null,
        isActive: !owner.archived,
      }));
    } while (after !== null);
  }
}

async function readOwners(connection: HubspotConnection, after: string | null, isArchived: boolean) {
  const { value } = await connection.api.call({
    method: 'GET',
    path: '/crm/v3/owners',
    query: { limit: OWNERS_PAGE, after: after ?? undefined, archived: String(isArchived) },
    answer: OwnersAnswer,
    what: 'the list of owners',
    scopes: [OWNER_SCOPE],
  });
  return value;
}

async function write(connection: HubspotConnection, change: VendorChange): Promise<VendorItem> {
  const { object: name, id } = splitExternalId(change.externalId);
  const objects = await connection.objects();
  const object = objects.find((candidate) => candidate.name === name);
  const before = object ? await readRecord(connection.api, object, id) : null;
  if (!object || !before) {
    throw goneError(change.externalId);
  }
  const properties = propertiesOf(objects, object, before, change);
  if (Object.keys(properties).length === 0) {
    return connection.itemOf(object, before);
  }
  await connection.api.call({
    method: 'PATCH',
    path: `/crm/v3/objects/${name}/${id}`,
    json: { properties },
    answer: HubspotRecord,
    what: externalIdOf(name, id),
    scopes: rightsTo(name).write,
  });
  const after = await readRecord(connection.api, object, id);
  return after === null ? deletedItem(change.externalId) : connection.itemOf(object, after);
}

function goneError(externalId: string): VendorError {
  return new VendorError('rejected', `HubSpot has no ${externalId} any more: it was deleted, or merged with another.`, { status: 404 });
}

/** Only what differs: who writes the same again makes a change that all its other apps hear of. */
function propertiesOf(
  objects: readonly HubspotObject[],
  object: HubspotObject,
  { properties: before }: HubspotRecord,
  { statusWord, assigneeExternalId }: VendorChange,
): JsonObject {
  const after: JsonObject = {};
  if (statusWord !== undefined) {
    after[object.statusProperty] = wordFor(objects, object, before, statusWord);
  }
  if (assigneeExternalId !== undefined) {
    after.hubspot_owner_id = assigneeExternalId ?? '';
  }
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => value !== (before[name] ?? '')));
}

/** Words of the mapping by default, which stand for open and closed where an account does not have them. */
const DEFAULT_WORDS: Readonly<Record<string, boolean>> = { NOT_STARTED: false, IN_PROGRESS: false, COMPLETED: true };

/**
 * The mapping is one for all objects: a task's word does not move a ticket that is open, or closed, as the word is; else it
 * means the first such stage of the ticket's own pipeline.
 */
function wordFor(objects: readonly HubspotObject[], object: HubspotObject, before: HubspotRecord['properties'], word: string): string {
  const pipeline = before[pipelineProperty(object.name)] ?? null;
  const own = object.words.filter((candidate) => candidate.pipeline === null || candidate.pipeline === pipeline);
  if (own.some((candidate) => candidate.word === word)) {
    return word;
  }
  const isClosed = objects.flatMap(({ words }) => words).find((candidate) => candidate.word === word)?.isClosed ?? DEFAULT_WORDS[word];
  const current = before[object.statusProperty] ?? '';
  const fitting = own.filter((candidate) => candidate.isClosed === isClosed).map((candidate) => candidate.word);
  const [first] = fitting;
  if (first === undefined) {
    throw new VendorError('rejected', `${object.name} has no status ${word}, nor one like it: correct the mapping of statuses.`);
  }
  return fitting.includes(current) ? current : first;
}
