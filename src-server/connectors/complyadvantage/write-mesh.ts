import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorChange, VendorItem } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { MeshReading } from './mesh-reading.ts';
import { AnyRecord, BulkAnswer } from './mesh-shapes.ts';
import { isNamed } from './mesh-stages.ts';
import { caseIdOf, readCaseItem } from './read-mesh-cases.ts';

const NOTE_CHARACTERS = 5_000;
/** Mesh wants one with every decision. */
const NOTE_WITHOUT_COMMENT = 'Done in Docket.';

interface Target {
  id: string;
  item: VendorItem;
}

/** Assignee and note; a decision only where the admin has chosen its stage. Writes only what differs. */
export function createMeshWriter(reading: MeshReading): (change: VendorChange) => Promise<VendorItem> {
  return async (change) => {
    const item = await readCaseItem(reading, change.externalId);
    if (item.state === 'deleted') throw new VendorError('not_found', `${change.externalId} is not there any more.`, { status: 404 });
    const target = { id: caseIdOf(change.externalId), item };
    const note = change.note?.slice(0, NOTE_CHARACTERS) || null;
    const stage = await decisionStageOf(reading, target, change.statusWord);
    const isAssigning = change.assigneeExternalId !== undefined && change.assigneeExternalId !== item.assigneeExternalId;
    if (isAssigning) await assign(reading, target, change.assigneeExternalId ?? null, stage === null ? note : null);
    if (stage !== null) await decide(reading, target, stage, note ?? NOTE_WITHOUT_COMMENT);
    else if (note !== null && !isAssigning) await addNote(reading, target, note);
    return isAssigning || stage !== null ? readCaseItem(reading, change.externalId) : item;
  };
}

/** Null: there is nothing to decide. */
async function decisionStageOf({ stages, config }: MeshReading, { item }: Target, word: string | undefined): Promise<string | null> {
  const chosen = config.decisionStages ?? [];
  if (word !== 'DECISION' || item.state === 'closed' || chosen.length === 0) return null;
  const { type } = item.fields;
  const own = [...(await stages.all()).values()].filter(({ caseType }) => caseType === type);
  const stage = own.find((candidate) => chosen.some((name) => isNamed(candidate, name)));
  if (stage) return stage.identifier;
  throw new VendorError(
    'rejected',
    `None of the stages chosen for done belongs to the workflow of ${String(type)}: choose one for this type of case.`,
  );
}

async function assign({ api }: MeshReading, { id }: Target, assignee: string | null, note: string | null): Promise<void> {
  if (note === null) {
    await api.call({ method: 'POST', path: `/v2/cases/${encodeURIComponent(id)}/assign`, json: { assignee }, answer: AnyRecord });
    return;
  }
  // Only this one takes a note along; it answers 207 and tells for each case what became of it.
  const json: JsonObject = { payload: { assignee, note }, query: { identifier: [id] } };
  const { results } = await api.call({ method: 'POST', path: '/v2/cases/assign/bulk', json, answer: BulkAnswer });
  const own = results?.find(({ identifier }) => identifier === id);
  if (own?.success === true) return;
  const [first] = own?.errors ?? [];
  const said = first?.message || first?.detail || 'it gave no reason';
  throw new VendorError('rejected', `ComplyAdvantage did not assign the case (“${said}”).`, { status: 207, vendorMessage: said });
}

async function decide({ api }: MeshReading, { id }: Target, stage: string, note: string): Promise<void> {
  const json = { stage_identifier: stage, note };
  await api.call({ method: 'POST', path: `/v2/cases/${encodeURIComponent(id)}/transition`, json, answer: AnyRecord });
}

async function addNote({ api }: MeshReading, { id }: Target, note: string): Promise<void> {
  await api.call({ method: 'POST', path: `/v2/cases/${encodeURIComponent(id)}/notes`, json: { contents: note }, answer: AnyRecord });
}
