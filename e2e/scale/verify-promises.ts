import { isDeepStrictEqual } from 'node:util';
import { NEXT_QUEUE } from './cast.ts';
import type { Figures } from './figures.ts';
import type { Promises } from './promises.ts';
import type { Outcome } from './read-outcome.ts';

/** Holds the database to every acknowledged write of the integrators: each is there, once. */
export function verifyWrites(outcome: Outcome, promises: Promises, figures: Figures): void {
  verifyFields(outcome, promises, figures);
  const markers = new Map<string, string[]>();
  for (const { task } of outcome.tasks.values()) {
    const { marker } = task.fields;
    if (typeof marker === 'string') markers.set(marker, [...(markers.get(marker) ?? []), task.uid]);
  }
  for (const [marker, uid] of promises.made) {
    const found = markers.get(marker) ?? [];
    if (!found.includes(uid)) figures.fault('an acknowledged task is lost', `${marker} as ${uid}`);
  }
  for (const [marker, uids] of markers) if (uids.length > 1) figures.fault('a task was made twice', `${marker}: ${uids.join(', ')}`);
  for (const uid of promises.named) if (!outcome.tasks.has(uid)) figures.fault('an acknowledged task is lost', uid);
  for (const uid of promises.deleted) {
    if (!outcome.tasks.get(uid)?.deleted) figures.fault('an acknowledged delete is lost', uid);
  }
  verifyComments(outcome, promises, figures);
  const steps = new Map(outcome.steps.map((step) => [`${step.task_uid} ${step.version}`, step.step]));
  for (const { uid, action, version } of promises.actions) {
    const step = steps.get(`${uid} ${version}`);
    if (step !== action) figures.fault('an acknowledged action is lost', `${uid} ${action}: version ${version} is ${step}`);
  }
}

/** Each value once in the history, and the last acknowledged one in the task. */
function verifyFields({ tasks, steps }: Outcome, promises: Promises, figures: Figures): void {
  const writers = new Set([...promises.fields.values()].map(({ field }) => field));
  const written = new Map<string, number>();
  const note = (uid: string, fields: object | undefined) => {
    for (const [field, value] of Object.entries(fields ?? {})) {
      if (!writers.has(field)) continue;
      const key = `${uid} ${field} ${value}`;
      written.set(key, (written.get(key) ?? 0) + 1);
    }
  };
  for (const { task_uid, changes } of steps) if (changes !== null) note(task_uid, (JSON.parse(changes) as { fields?: object }).fields);
  for (const [key, count] of written) if (count > 1) figures.fault('a write was done twice', `${key}: ${count} times`);
  const madeWith = new Set(steps.filter(({ step }) => step === 'create').map(({ task_uid }) => task_uid));
  for (const key of promises.fieldWrites) {
    // What a task was made with is in no history row of its own.
    const [uid = ''] = key.split(' ');
    if (!written.has(key) && !(madeWith.has(uid) && uid.startsWith('task_'))) figures.fault('an acknowledged write is lost', key);
  }
  for (const { uid, field, value } of promises.fields.values()) {
    const held = tasks.get(uid)?.task.fields[field];
    if (held !== value) figures.fault('an acknowledged write is lost', `${uid} ${field}: ${value} was acknowledged, ${held} is there`);
  }
}

function verifyComments({ steps }: Outcome, promises: Promises, figures: Figures): void {
  const counts = new Map<string, number>();
  for (const { note, step, task_uid } of steps) {
    if (step === 'comment') counts.set(`${task_uid} ${note}`, (counts.get(`${task_uid} ${note}`) ?? 0) + 1);
  }
  for (const [text, uid] of promises.comments) {
    if (!counts.has(`${uid} ${text}`)) figures.fault('an acknowledged comment is lost', text);
  }
  for (const [text, count] of counts) if (count > 1) figures.fault('a comment was written twice', `${text}: ${count} times`);
}

/** Each task of the queue was handed out once, to the one who holds it; and none was claimed that nobody was told of. */
export function verifyClaims({ tasks, steps }: Outcome, promises: Promises, figures: Figures): void {
  const handedOut = new Map<string, string>();
  for (const [key, { uid, personUid }] of promises.claims) {
    const other = handedOut.get(uid);
    if (other !== undefined) figures.fault('next gave a task to two callers', `${uid}: ${other} and ${key}`);
    handedOut.set(uid, key);
    const holder = tasks.get(uid)?.task.assignee_uid;
    if (holder !== personUid) figures.fault('an acknowledged claim is lost', `${uid} was given to ${personUid} and is with ${holder}`);
  }
  const claims = new Map<string, number>();
  for (const { task_uid, step } of steps) if (step === 'claim') claims.set(task_uid, (claims.get(task_uid) ?? 0) + 1);
  for (const { task } of tasks.values()) {
    if (task.fields.pool !== 'next') continue;
    const count = claims.get(task.uid) ?? 0;
    if (count > 1) figures.fault('a task was claimed twice', `${task.uid} in ${NEXT_QUEUE}: ${count} times`);
    if (count > 0 && !handedOut.has(task.uid)) figures.fault('a task was claimed that nobody was told of', task.uid);
  }
}

/** Queues and people are as the last acknowledged change left them, and the audit log has each change once. */
export function verifySettings({ queues, skills, events }: Outcome, promises: Promises, figures: Figures): void {
  for (const [name, { value, changes }] of promises.settings) {
    const [action, subject = ''] = name.split(' ');
    const held = action === 'users.change' ? skills.get(subject) : queues.find(({ id }) => id === subject)?.condition;
    if (!isDeepStrictEqual(held, value)) figures.fault('an acknowledged setting is lost', `${name}: ${JSON.stringify(held)}`);
    const audited = events.filter((event) => event.action === action && event.subject === subject).length;
    if (audited !== changes) figures.fault('the audit log does not count right', `${name}: ${audited} of ${changes}`);
  }
}
