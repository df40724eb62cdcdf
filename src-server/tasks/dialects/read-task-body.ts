import type { JsonObject, JsonValue, TaskStatus } from '../../../src-shared/schema/task.ts';
import { TASK_LIMITS, TASK_STATUSES } from '../../../src-shared/schema/task-limits.ts';
import { defineKey, equalJson } from '../../../src-shared/task/merge-json.ts';
import { formatTimestamp, parseMoment } from '../../../src-shared/time/timestamp.ts';
import { fieldsProblem } from '../check-fields.ts';
import { dialectOf } from './dialect-of.ts';
import { Problems } from './problems.ts';
import type { TaskInput, TaskWarning } from './task-input.ts';

const IDENTIFIER = /^[A-Za-z0-9._:~@-]{1,128}$/;
const EXTERNAL_ID_CHARACTERS = 512;
const SKILL_CHARACTERS = 64;
const PASSED_OVER = 'It is null and was passed over.';
const STATUS_KEYS = new Set(['name', 'userId', 'at']);

/** Keys of an answer that is sent back: the server's to say, so they are passed over with a warning. */
const READ_ONLY = new Set([
  'version',
  'status_at',
  'updated_at',
  'updatedAt',
  'started_at',
  'done_at',
  'snooze_expires_at',
  'due_target_minutes',
  'seq',
  '_deleted',
]);

/** Keys with a meaning of their own; every other one at the top is a field. */
const ATTRIBUTES = new Set([
  ...['uid', 'id', 'status', 'assignee_uid', 'assignee_email', 'due_at', 'dueAt', 'created_at', 'createdAt', 'queue_uid', 'skills'],
  ...['fields', 'tags', 'integrations'],
]);

const TOP_KEYS_MAXIMUM = TASK_LIMITS.fieldsKeys + ATTRIBUTES.size + READ_ONLY.size;

/**
 * A body in any of the three dialects, or a mixture → what it says. Throws an ApiError `validation_failed` that names
 * every key that cannot be read; nothing is dropped without a warning.
 */
export function readTaskBody(body: JsonObject): TaskInput {
  const reader = new BodyReader(body);
  const input: TaskInput = { dialect: dialectOf(body), uid: reader.uid(), externalId: null, warnings: reader.warnings };
  reader.readStatusAndAssignee(input);
  reader.readMoments(input);
  if (reader.warnings.some(({ code, path }) => code === 'read_only' && READ_ONLY.has(path))) input.isSentBack = true;
  reader.readRest(input);
  reader.readFields(input);
  reader.problems.throwIfAny();
  return input;
}

class BodyReader {
  readonly warnings: TaskWarning[] = [];
  readonly problems = new Problems();
  readonly #body: JsonObject;
  readonly #keys: readonly string[];

  constructor(body: JsonObject) {
    this.#body = body;
    this.#keys = Object.keys(body);
    for (const key of this.#keys) {
      if (READ_ONLY.has(key)) this.#warn('read_only', key, 'It is the server’s to say, and was passed over.');
    }
  }

  uid(): string | null {
    const [uid, id] = [this.#name('uid'), this.#name('id')];
    if (uid !== null && id !== null && uid !== id) this.problems.add('id', 'names another task than uid does; send one of them');
    return uid ?? id;
  }

  #name(key: 'uid' | 'id'): string | null {
    const value = this.#body[key];
    if (value === undefined) return null;
    if (value === null) this.#warn('empty_ignored', key, PASSED_OVER);
    else if (typeof value === 'string' && IDENTIFIER.test(value)) return value;
    else this.problems.add(key, 'must be a string of 1 to 128 characters out of A-Za-z0-9._:~@-');
    return null;
  }

  readStatusAndAssignee(input: TaskInput): void {
    const { status, assignee_uid: assigneeUid, assignee_email: assigneeEmail } = this.#body;
    let statusUserId: string | undefined;
    if (isObject(status)) {
      const name = this.#status('status.name', status.name);
      if (name) input.status = name;
      if (status.at !== undefined) this.#warn('read_only', 'status.at', 'The server says when a status began.');
      for (const key of Object.keys(status)) {
        if (!STATUS_KEYS.has(key)) this.#warn('unknown_ignored', `status.${key}`, 'A status has no such key: it was passed over.');
      }
      if (typeof status.userId === 'string' && status.userId !== '') statusUserId = status.userId;
      else if (status.userId !== undefined && status.userId !== null) this.problems.add('status.userId', 'must be a string or null');
    } else if (status !== undefined) {
      const name = this.#status('status', status);
      if (name) input.status = name;
    }
    if (assigneeUid !== undefined) {
      if (assigneeUid === null || (typeof assigneeUid === 'string' && IDENTIFIER.test(assigneeUid))) input.assigneeUid = assigneeUid;
      else this.problems.add('assignee_uid', 'must be the id of a person, or null');
    }
    if (statusUserId !== undefined) {
      if (input.assigneeUid !== undefined && input.assigneeUid !== statusUserId) {
        this.problems.add('status.userId', 'names another person than assignee_uid does');
      }
      if (input.assigneeUid === undefined) input.isAssigneeOfStatus = true;
      input.assigneeUid = statusUserId;
    }
    if (assigneeEmail === undefined) return;
    if (assigneeEmail === null || (typeof assigneeEmail === 'string' && assigneeEmail.length <= 254 && assigneeEmail.includes('@'))) {
      input.assigneeEmail = assigneeEmail;
    } else this.problems.add('assignee_email', 'must be an e-mail address, or null');
  }

  #status(path: string, value: JsonValue | undefined): TaskStatus | null {
    const known = TASK_STATUSES.find((status) => status === value);
    if (known) return known;
    this.problems.add(path, `must be one of ${TASK_STATUSES.join(', ')}`);
    return null;
  }

  readMoments(input: TaskInput): void {
    const dueAt = this.#moment('due_at', 'dueAt');
    if (dueAt !== null) input.dueAt = dueAt;
    const createdAt = this.#moment('created_at', 'createdAt');
    if (createdAt === null) return;
    input.createdAt = createdAt;
    input.createdAtKey = Object.hasOwn(this.#body, 'created_at') ? 'created_at' : 'createdAt';
  }

  #moment(current: string, legacy: string): string | null {
    let found: string | null = null;
    for (const key of [current, legacy]) {
      const value = this.#body[key];
      if (value === undefined) continue;
      if (value === null) {
        this.#warn('empty_ignored', key, PASSED_OVER);
        continue;
      }
      const micros = parseMoment(value);
      if (micros === null) {
        this.problems.add(
          key,
          'must be a date: RFC 3339 with an offset or Z, epoch seconds or epoch milliseconds, of the years 1684 to 2255',
        );
        continue;
      }
      const moment = formatTimestamp(micros);
      if (found !== null && found !== moment) this.problems.add(legacy, `says another moment than ${current} does; send one of them`);
      found ??= moment;
    }
    return found;
  }

  readRest(input: TaskInput): void {
    const { queue_uid: queueUid, skills, priority, integrations } = this.#body;
    if (queueUid !== undefined) {
      if (queueUid === null || (typeof queueUid === 'string' && IDENTIFIER.test(queueUid))) input.queueUid = queueUid;
      else this.problems.add('queue_uid', 'must be the id of a queue, or null');
    }
    if (skills !== undefined) {
      if (Array.isArray(skills) && skills.length <= TASK_LIMITS.skills && skills.every(isSkill)) input.skills = [...new Set(skills)];
      else this.problems.add('skills', `must be a list of at most ${TASK_LIMITS.skills} names of 1 to ${SKILL_CHARACTERS} characters`);
    }
    if (typeof priority === 'number' || priority === null) {
      if (priority === null || Number.isFinite(priority)) input.priority = priority;
      else this.problems.add('priority', 'must be a number that can be kept');
    }
    if (integrations === undefined) return;
    if (isObject(integrations)) input.integrations = this.#withinLimits('integrations', integrations);
    else this.problems.add('integrations', 'must be an object: webhook id → what its events carry as info');
  }

  /** tags < keys at the top < fields: the later one wins, with a warning where they differ. */
  readFields(input: TaskInput): void {
    const { fields, tags } = this.#body;
    const others = this.#keys.filter((key) => this.#isField(key));
    if (others.length === 0 && tags === undefined && isObject(fields)) {
      input.fields = this.#withinLimits('fields', fields);
      input.externalId = this.#externalId(fields);
      return;
    }
    const isTooMuch = [fields, tags].some((part) => isObject(part) && Object.keys(part).length > TASK_LIMITS.fieldsKeys);
    if (isTooMuch || this.#keys.length > TOP_KEYS_MAXIMUM) {
      // As many as a body has room for would be merged for a long time, for nothing.
      this.problems.add('fields', `has more than ${TASK_LIMITS.fieldsKeys} keys`);
      return;
    }
    const merged: JsonObject = {};
    const origin = new Map<string, string>();
    const put = (path: string, key: string, value: JsonValue): void => {
      const earlier = origin.get(key);
      if (earlier !== undefined && !equalJson(merged[key] ?? null, value)) {
        this.#warn('overruled', earlier, `It was passed over: ${path} says something else.`);
      }
      origin.set(key, path);
      defineKey(merged, key, value);
    };
    for (const [key, value] of this.#entriesOf('tags')) put(`tags.${key}`, key, value);
    for (const key of others) {
      put(key, key, this.#body[key] as JsonValue);
      if (key !== 'title' && key !== 'url') this.#warn('became_field', key, `It is kept as fields.${key}.`);
    }
    for (const [key, value] of this.#entriesOf('fields')) put(`fields.${key}`, key, value);
    if (origin.size > 0 || this.#body.fields !== undefined) input.fields = this.#withinLimits('fields', merged);
    input.externalId = this.#externalId(merged);
  }

  /** Whether a key at the top has no meaning of its own. */
  #isField(key: string): boolean {
    if (ATTRIBUTES.has(key) || READ_ONLY.has(key)) return false;
    return key !== 'priority' || (typeof this.#body.priority !== 'number' && this.#body.priority !== null);
  }

  #entriesOf(key: 'fields' | 'tags'): [string, JsonValue][] {
    const value = this.#body[key];
    if (value === undefined) return [];
    if (isObject(value)) return Object.entries(value);
    this.problems.add(key, 'must be an object');
    return [];
  }

  #externalId(fields: JsonObject): string | null {
    const value = fields.external_id;
    if (value === undefined || value === null || value === '') return null;
    if (typeof value === 'number' || (typeof value === 'string' && value.length <= EXTERNAL_ID_CHARACTERS)) return String(value);
    this.problems.add('fields.external_id', `must be a string of at most ${EXTERNAL_ID_CHARACTERS} characters, or a number`);
    return null;
  }

  #withinLimits(path: string, value: JsonObject): JsonObject {
    const problem = fieldsProblem(value);
    if (problem) this.problems.add(path, problem);
    return value;
  }

  #warn(code: TaskWarning['code'], path: string, message: string): void {
    this.warnings.push({ code, path, message });
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSkill(value: JsonValue): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= SKILL_CHARACTERS;
}
