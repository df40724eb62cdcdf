import type { NewView, ViewChange } from '../../src-shared/http/view-endpoints.ts';
import { checkCondition, normalizeCondition } from '../../src-shared/queue/condition.ts';
import type { SavedView } from '../../src-shared/schema/saved-view.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { User } from '../../src-shared/schema/user.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import type { Sql } from '../store/database.ts';
import { fieldsProblem } from '../tasks/check-fields.ts';
import { countViews, definitionText, findView, removeView, saveView } from './view-rows.ts';

/** All of them go to every console. */
const SHARED_MAXIMUM = 200;
const OWN_MAXIMUM = 100;
const DEFINITION_CHARACTERS = 32 * 1024;

/** Throws ApiErrors: already_exists, conflict, forbidden, validation_failed. */
export async function createView(sql: Sql, clock: Clock, person: User, body: NewView & { id: string }): Promise<SavedView> {
  if (await findView(sql, body.id)) throw new ApiError('already_exists', `There is a view ${body.id} already.`);
  const at = formatTimestamp(clock.nowMicros());
  const { condition = {}, shared = false, sorts = [], columns = [], display = {} } = body;
  const view = { id: body.id, name: body.name, shared, owner_uid: person.id, condition, sorts, columns, display };
  return keepView(sql, person, null, { ...view, version: 1, created_at: at, updated_at: at });
}

/** `check`: looks at the view as it is in the transaction. Throws ApiErrors: not_found, conflict, forbidden, validation_failed. */
export async function changeView(
  sql: Sql,
  clock: Clock,
  person: User,
  { id, change, check }: { id: string; change: ViewChange; check: (view: SavedView) => void },
): Promise<SavedView> {
  const before = await findOwnView(sql, person, id);
  check(before);
  const after = { ...before, ...change };
  if (equalJson(before, after)) return before;
  return keepView(sql, person, before, { ...after, version: before.version + 1, updated_at: formatTimestamp(clock.nowMicros()) });
}

/** Throws ApiErrors: not_found, forbidden. */
export async function deleteView(sql: Sql, person: User, id: string, check: (view: SavedView) => void): Promise<void> {
  const view = await findOwnView(sql, person, id);
  check(view);
  await removeView(sql, id);
  sql.notify('workspace');
}

/** Throws an ApiError `not_found` for what is somebody else's alone: that it exists is not for others to know. */
export async function findVisibleView(sql: Sql, person: User, id: string): Promise<SavedView> {
  const view = await findView(sql, id);
  if (!view || !(view.shared || view.owner_uid === person.id)) throw new ApiError('not_found', `There is no view ${id.slice(0, 128)}.`);
  return view;
}

async function findOwnView(sql: Sql, person: User, id: string): Promise<SavedView> {
  const view = await findVisibleView(sql, person, id);
  if (view.owner_uid !== person.id && !mayShare(person)) {
    throw new ApiError('forbidden', 'This view is another person’s: save one of your own.');
  }
  return view;
}

async function keepView(sql: Sql, person: User, before: SavedView | null, view: SavedView): Promise<SavedView> {
  if (view.shared && !before?.shared && !mayShare(person)) throw new ApiError('forbidden', 'Views are shared by managers and admins.');
  const after = { ...view, condition: readCondition(view.condition) };
  refuseMistakes(after);
  if (before?.shared !== after.shared) await refuseTooMany(sql, after);
  await saveView(sql, after);
  // Those of one person too: they may have several consoles, and a change is rare.
  sql.notify('workspace');
  return after;
}

function mayShare({ role }: User): boolean {
  return role !== 'operator';
}

function readCondition(condition: JsonObject): JsonObject {
  const issues = checkCondition(condition).map(({ path, message }) => ({
    path: path === '' ? 'body.condition' : `body.condition.${path}`,
    message,
  }));
  const [first] = issues;
  if (first) throw new ApiError('validation_failed', `${first.path} ${first.message}.`, { details: { issues } });
  return normalizeCondition(condition);
}

function refuseMistakes(view: SavedView): void {
  for (const path of [...view.columns, ...view.sorts.map(({ field }) => field)]) {
    const [problem] = checkCondition({ rules: [{ field: path, operator: 'notNull' }] });
    if (problem) throw new ApiError('validation_failed', `${path.slice(0, 100)} is no attribute of a task: ${problem.message}.`);
  }
  const problem = fieldsProblem(view.display);
  if (problem) throw new ApiError('validation_failed', `body.display ${problem}.`);
  if (definitionText(view).length > DEFINITION_CHARACTERS) {
    throw new ApiError('validation_failed', `A view takes at most ${DEFINITION_CHARACTERS} characters of JSON.`);
  }
}

async function refuseTooMany(sql: Sql, view: SavedView): Promise<void> {
  const count = await countViews(sql, view.owner_uid);
  const [has, maximum] = view.shared ? [count.shared, SHARED_MAXIMUM] : [count.own, OWN_MAXIMUM];
  if (has >= maximum) throw new ApiError('conflict', `There are ${maximum} such views already, and no more can be made.`);
}
