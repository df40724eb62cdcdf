import type { ConnectorPreview, PreviewedItem } from '../../../src-shared/schema/connector.ts';
import type { Sql } from '../../store/database.ts';
import { findTask } from '../../tasks/task-store.ts';
import type { VendorItem, VendorPerson } from '../vendor.ts';
import { sourceOfConnector } from './connector-rows.ts';
import type { ConnectorSession } from './connector-session.ts';
import type { EngineDependencies } from './connector-turn.ts';
import { decideItem } from './decide-item.ts';
import { countOpen, findItems, type ItemRow } from './item-rows.ts';
import { type ItemMapping, itemMappingOf, type MappedItem, mapItem, statusOf } from './map-item.ts';
import { matchListed, peopleMapOf } from './people-rows.ts';
import { isTooMuch } from './run-mirror.ts';
import { TRIAL_MS, type Trial, trySettings } from './try-settings.ts';

const SHOWN = 20;
/** No page is asked for after that: what was read until then is shown. */
const READING_MS = 18_000;
const PEOPLE_MAXIMUM = 2_000;

/** What settings would make: the first items, or a whole reconciliation without its writes. */
export async function previewSettings(dependencies: EngineDependencies, trial: Trial, isWhole: boolean): Promise<ConnectorPreview> {
  const preview: ConnectorPreview = {
    ...{ ok: false, problem: null, warnings: [], items: [], is_complete: false, seen: 0, would_create: 0, would_update: 0 },
    ...{ would_close: 0, closings: [], would_ask: false, skipped: [] },
  };
  const tried = await trySettings(dependencies, trial, TRIAL_MS, (session) => fillPreview(dependencies, trial, session, preview, isWhole));
  return { ...preview, ok: tried.problem === null, problem: tried.problem, warnings: [...preview.warnings, ...tried.warnings] };
}

async function fillPreview(
  dependencies: EngineDependencies,
  trial: Trial,
  session: ConnectorSession,
  preview: ConnectorPreview,
  isWhole: boolean,
): Promise<void> {
  const mapping = await readMapping(dependencies, trial, session);
  const seen = new Set<string>();
  const startedAt = dependencies.clock.nowMicros();
  const isLate = () => dependencies.clock.nowMicros() - startedAt > READING_MS * 1_000;
  let isMore = true;
  for await (const page of session.client.readAllOpen(null)) {
    preview.skipped.push(...(page.skipped ?? []).slice(0, SHOWN).map(({ externalId, reason }) => ({ external_id: externalId, reason })));
    await addItems(dependencies, trial, mapping, page.items, preview);
    for (const { externalId } of page.items) seen.add(externalId);
    isMore = (isWhole || preview.items.length < SHOWN) && !isLate();
    if (!isMore) break;
  }
  preview.is_complete = isMore;
  if (isLate()) preview.warnings.push(`The source is too large or too slow to be looked through at once: ${seen.size} items were read.`);
  if (isMore && trial.connector) await addClosings(dependencies, trial, mapping, session, seen, preview);
}

async function readMapping({ database, people }: EngineDependencies, trial: Trial, { client }: ConnectorSession): Promise<ItemMapping> {
  const found: VendorPerson[] = [];
  for await (const page of client.readPeople()) {
    found.push(...page);
    if (found.length >= PEOPLE_MAXIMUM) break;
  }
  const matched = await database.read((sql) => matchListed(sql, people, found, trial.mapping));
  return itemMappingOf(trial.connector?.id ?? 'preview', trial.kind, trial.mapping, peopleMapOf(matched));
}

async function addItems(
  { database }: EngineDependencies,
  { connector }: Trial,
  mapping: ItemMapping,
  items: readonly VendorItem[],
  preview: ConnectorPreview,
): Promise<void> {
  const previewed = await database.read(async (sql) => {
    const found: PreviewedItem[] = [];
    const ids = items.map(({ externalId }) => externalId);
    const rows = connector ? await findItems(sql, connector.id, ids) : new Map<string, ItemRow>();
    for (const item of items) {
      found.push(await previewItem(sql, mapping, connector?.id ?? null, rows.get(item.externalId) ?? null, mapItem(mapping, item)));
    }
    return found;
  });
  preview.seen += items.length;
  for (const item of previewed) {
    if (item.action === 'create') preview.would_create += 1;
    if (item.action === 'update' || item.action === 'reopen') preview.would_update += 1;
    if (preview.items.length < SHOWN) preview.items.push(item);
  }
}

async function previewItem(
  sql: Sql,
  mapping: ItemMapping,
  connectorId: string | null,
  row: ItemRow | null,
  mapped: MappedItem,
): Promise<PreviewedItem> {
  const { item } = mapped;
  const uid = row?.task_uid ?? (connectorId === null ? null : await findLinked(sql, connectorId, item.externalId));
  const stored = uid === null ? null : await findTask(sql, uid);
  const task = stored && !stored.deleted ? stored.task : null;
  const before =
    row && statusOf(mapping.rules, row.vendor_word, row.vendor_assignee === null ? null : mapping.people.userOf(row.vendor_assignee));
  const decision = decideItem(row, task, mapped, before);
  return {
    external_id: item.externalId,
    action: actionOf(row, task !== null, mapped, decision),
    title: item.title,
    url: item.url,
    status: decision.patch.status ?? (mapped.state === 'open' ? (task?.status ?? mapped.status) : 'DONE'),
    status_word: item.statusWord,
    assignee_uid: decision.patch.assigneeUid ?? task?.assignee_uid ?? null,
    assignee_name: item.assigneeExternalId === null ? null : (mapping.people.nameOf(item.assigneeExternalId) ?? item.assigneeExternalId),
    due_at: item.dueAt,
    priority: item.priority ?? null,
    fields: mapped.fields,
    problem: null,
  };
}

function actionOf(
  row: ItemRow | null,
  hasTask: boolean,
  mapped: MappedItem,
  decision: ReturnType<typeof decideItem>,
): PreviewedItem['action'] {
  if (decision.isIgnored || (!hasTask && mapped.state !== 'open')) return 'skip';
  if (!hasTask) return 'create';
  if (decision.isReopened) return 'reopen';
  if (decision.closing) return 'close';
  return row?.fingerprint === mapped.fingerprint && row.vendor_assignee === mapped.item.assigneeExternalId ? 'unchanged' : 'update';
}

async function findLinked(sql: Sql, connectorId: string, externalId: string): Promise<string | null> {
  const row = await sql.get<{ task_uid: string }>('SELECT task_uid FROM task_external_ids WHERE source = ? AND external_id = ?', [
    sourceOfConnector(connectorId),
    externalId,
  ]);
  return row?.task_uid ?? null;
}

/** What is open here and was not among all that is open there. */
async function addClosings(
  { database }: EngineDependencies,
  { connector }: Trial,
  mapping: ItemMapping,
  { client }: ConnectorSession,
  seen: ReadonlySet<string>,
  preview: ConnectorPreview,
): Promise<void> {
  if (!connector) return;
  const open = await database.read((sql) =>
    sql.all<{ external_id: string; fields: string }>(
      `SELECT i.external_id, t.fields FROM connector_items i JOIN tasks t ON t.uid = i.task_uid
       WHERE i.connector_id = ? AND i.vendor_state = 'open' ORDER BY i.external_id`,
      [connector.id],
    ),
  );
  const absent = open.filter(({ external_id }) => !seen.has(external_id));
  for (let at = 0; at < absent.length; at += 100) {
    const some = absent.slice(at, at + 100);
    const read = await client.readItems(some.map(({ external_id }) => external_id));
    const stillOpen = new Set(read.filter((item) => mapItem(mapping, item).state === 'open').map(({ externalId }) => externalId));
    for (const { external_id, fields } of some) {
      if (stillOpen.has(external_id)) continue;
      const { title } = JSON.parse(fields) as { title?: unknown };
      preview.would_close += 1;
      if (preview.closings.length < SHOWN) preview.closings.push({ external_id, title: typeof title === 'string' ? title : null });
    }
  }
  const many = await database.read((sql) => countOpen(sql, connector.id));
  preview.would_ask = isTooMuch(preview.would_close, many, connector.safety.maximum_closing_share);
}
