import type { NewQueue, QueueChange } from '../../src-shared/http/queue-endpoints.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import { SCHEDULE_LIMITS } from '../../src-shared/schema/schedule.ts';
import { equalJson } from '../../src-shared/task/merge-json.ts';
import { formatWorkingTime } from '../i18n/format-time.ts';
import { conditionOfDraft, type DraftGroup, draftOfCondition, newGroup } from './condition-draft.ts';

/** A queue while somebody edits it. */
export interface QueueDraft {
  /** Of a new one; empty: the server makes one up. */
  id: string;
  name: string;
  /** As it is typed; empty: tried last. */
  priority: string;
  condition: DraftGroup;
  /** The condition as JSON, while that cannot be read; null: it can. */
  source: string | null;
  skills: readonly string[];
  enabled: boolean;
  releaseOnSkip: boolean;
  /** Empty: around the clock. Absent in drafts that an older console kept. */
  scheduleUid?: string;
  /** As it is typed; empty: none. */
  target?: string;
}

export const CHANGEABLE = [
  'name',
  'priority',
  'condition',
  'skills',
  'enabled',
  'release_on_skip',
  'schedule_uid',
  'target_minutes',
] as const satisfies readonly (keyof Queue)[];
export type ChangeableKey = (typeof CHANGEABLE)[number];
type Values = Pick<Queue, ChangeableKey>;

export function newQueueDraft(): QueueDraft {
  return {
    id: '',
    name: '',
    priority: '',
    condition: newGroup(),
    source: null,
    skills: [],
    enabled: true,
    releaseOnSkip: false,
    scheduleUid: '',
    target: '',
  };
}

export function draftOfQueue(queue: Queue): QueueDraft {
  return {
    id: queue.id,
    name: queue.name,
    priority: String(queue.priority),
    condition: draftOfCondition(queue.condition),
    source: null,
    skills: queue.skills,
    enabled: queue.enabled,
    releaseOnSkip: queue.release_on_skip,
    scheduleUid: queue.schedule_uid ?? '',
    target: queue.target_minutes ? formatWorkingTime(queue.target_minutes) : '',
  };
}

/** What was typed for a new queue, once the server has made it: the id and the place that were left to it are known now. */
export function draftOfMade(draft: QueueDraft, made: Queue): QueueDraft {
  return { ...draft, id: made.id, priority: draft.priority.trim() === '' ? String(made.priority) : draft.priority };
}

/** Null where it is no priority. */
export function priorityOf({ priority }: QueueDraft): number | null {
  const text = priority.trim();
  return /^-?\d{1,7}$/.test(text) && Math.abs(Number(text)) <= 1_000_000 ? Number(text) : null;
}

/** `4 h`, `90 min`, `1 h 30`, `1:30`, `240`: in minutes; null for none. */
export function targetOf({ target = '' }: QueueDraft): number | null | 'unreadable' {
  const text = target.trim().toLowerCase();
  if (text === '') return null;
  const [, hours, minutes] = /^(?:(\d{1,5})\s*(?:h|:)\s*)?(?:(\d{1,7})\s*(?:m|min)?)?$/.exec(text) ?? [];
  if (hours === undefined && minutes === undefined) return 'unreadable';
  const sum = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sum >= 1 && sum <= SCHEDULE_LIMITS.targetMinutes ? sum : 'unreadable';
}

function valuesOf(draft: QueueDraft, base: Queue): Values {
  const { name, skills, enabled, releaseOnSkip, scheduleUid = base.schedule_uid ?? '' } = draft;
  const target = targetOf(draft);
  return {
    name: name.trim(),
    priority: priorityOf(draft) ?? base.priority,
    condition: conditionOfDraft(draft.condition),
    skills: [...skills],
    enabled,
    release_on_skip: releaseOnSkip,
    schedule_uid: scheduleUid === '' ? null : scheduleUid,
    target_minutes: target === 'unreadable' ? (base.target_minutes ?? null) : target,
  };
}

/** The queue as drafts say it: a condition may be written in several ways. */
function asDrafted(queue: Queue): Values {
  return valuesOf(draftOfQueue(queue), queue);
}

/** What the draft has otherwise than the queue that it began from. */
export function changedKeys(base: Queue, draft: QueueDraft): ChangeableKey[] {
  return differing(asDrafted(base), valuesOf(draft, base));
}

function differing(a: Values, b: Values): ChangeableKey[] {
  return CHANGEABLE.filter((key) => !equalJson(a[key] ?? null, b[key] ?? null));
}

/** What to ask of the server: the changes, and what they were made from. */
export function changeOf(base: Queue, draft: QueueDraft): QueueChange {
  const keys = changedKeys(base, draft);
  const values = valuesOf(draft, base);
  return { ...pick(values, keys), expected: pick(base, keys) };
}

function pick(values: Values, keys: readonly ChangeableKey[]): Partial<Values> {
  return Object.fromEntries(keys.map((key) => [key, values[key]]));
}

export function newQueueOf(draft: QueueDraft): NewQueue {
  const { id, name, condition, skills, enabled, releaseOnSkip, scheduleUid = '' } = draft;
  const target = targetOf(draft);
  const priority = priorityOf(draft);
  return {
    ...(id.trim() === '' ? {} : { id: id.trim() }),
    name: name.trim(),
    ...(priority === null ? {} : { priority }),
    condition: conditionOfDraft(condition),
    skills: [...skills],
    enabled,
    release_on_skip: releaseOnSkip,
    ...(scheduleUid === '' ? {} : { schedule_uid: scheduleUid }),
    ...(typeof target === 'number' ? { target_minutes: target } : {}),
  };
}

export interface Rebased {
  base: Queue;
  draft: QueueDraft;
  /** Changed here and, to something else, by somebody else. The draft keeps its own. */
  conflicts: readonly ChangeableKey[];
}

/** Takes in what somebody else saved: what is not changed here is as they have it. */
export function rebaseDraft(base: Queue, draft: QueueDraft, current: Queue): Rebased {
  const theirs = differing(asDrafted(base), asDrafted(current));
  if (theirs.length === 0) return { base: current, draft, conflicts: [] };
  const own = valuesOf(draft, base);
  const mine = changedKeys(base, draft);
  const conflicts = theirs.filter((key) => mine.includes(key) && !equalJson(own[key] ?? null, asDrafted(current)[key] ?? null));
  const taken = theirs.filter((key) => !mine.includes(key));
  return { base: current, draft: takeKeys(draft, current, taken), conflicts };
}

/** The draft with some attributes as the queue has them. */
export function takeKeys(draft: QueueDraft, queue: Queue, keys: readonly ChangeableKey[]): QueueDraft {
  const theirs = draftOfQueue(queue);
  const has = (key: ChangeableKey) => keys.includes(key);
  return {
    ...draft,
    ...(has('name') ? { name: theirs.name } : {}),
    ...(has('priority') ? { priority: theirs.priority } : {}),
    ...(has('condition') ? { condition: theirs.condition, source: null } : {}),
    ...(has('skills') ? { skills: theirs.skills } : {}),
    ...(has('enabled') ? { enabled: theirs.enabled } : {}),
    ...(has('release_on_skip') ? { releaseOnSkip: theirs.releaseOnSkip } : {}),
    ...(has('schedule_uid') ? { scheduleUid: theirs.scheduleUid ?? '' } : {}),
    ...(has('target_minutes') ? { target: theirs.target ?? '' } : {}),
  };
}
