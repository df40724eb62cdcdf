import { createRandom } from '../../resources/demo-data/random.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { User, UserRole } from '../../src-shared/schema/user.ts';
import { BOOTSTRAP_KEY } from '../fixtures/server-process.ts';
import type { EndpointReceiver } from './endpoint-receiver.ts';
import type { Figures } from './figures.ts';
import { type Answer, type Call, type Random, RetryingClient } from './retrying-client.ts';

export const DESK_TASKS = 240;
export const TOPICS = ['german', 'police', 'other'] as const;

/** A queue that nobody but the callers of `next` works: no operator has its skill. */
export const NEXT_QUEUE = 'pick-next';
const PICK_SKILL = 'pick';
export const QUEUE_TO_CHANGE = 'police';

/** Who takes part in a run, on one address. */
export interface Cast {
  /** Speaks with the first key. */
  admin: RetryingClient;
  operators: User[];
  manager: User;
  pickers: User[];
  tokens: Map<string, string>;
  client(token: string, losesAnswers: number): RetryingClient;
  random(): Random;
  end(): void;
}

export interface CastOptions {
  port: number;
  seed: number;
  figures: Figures;
  receivers: { all: EndpointReceiver; tagged: EndpointReceiver };
  /** How many times as many answers are lost as usual. */
  lossFactor: number;
}

const LOSSES_MAXIMUM = 0.25;

/** Makes queues, people, hooks and the tasks that are there from the start. */
export async function setCast({ port, seed, figures, receivers, lossFactor }: CastOptions): Promise<Cast> {
  const clients: RetryingClient[] = [];
  let actors = 0;
  const random = () => {
    actors += 1;
    return createRandom(seed * 1_000 + actors);
  };
  const client = (token: string, losesAnswers: number) => {
    const made = new RetryingClient({
      port,
      token,
      figures,
      random: random(),
      losesAnswers: Math.min(losesAnswers * lossFactor, LOSSES_MAXIMUM),
    });
    clients.push(made);
    return made;
  };
  const admin = client(BOOTSTRAP_KEY, 0);
  await addQueues(admin);
  const skills = [['german'], ['german'], ['german', 'police'], ['police'], [], ['german', 'police']];
  const operators = await Promise.all(skills.map((each, index) => addPerson(admin, `operator${index}`, 'operator', each)));
  const manager = await addPerson(admin, 'manager', 'manager', []);
  const pickers = await Promise.all([0, 1, 2, 3].map((index) => addPerson(admin, `picker${index}`, 'operator', [PICK_SKILL])));
  await addHook(admin, receivers.all, { id: 'hook-all', scope: 'all' });
  const events = ['task.created', 'task.updated', 'task.assigned', 'task.started', 'task.completed', 'task.reopened', 'task.closed'];
  await addHook(admin, receivers.tagged, { id: 'hook-tagged', scope: 'tagged', events });
  const tokens = new Map<string, string>();
  for (const person of [...operators, manager]) tokens.set(person.id, await signIn(admin, person));
  await addDeskTasks(admin);
  return { admin, operators, manager, pickers, tokens, client, random, end: () => clients.forEach((each) => void each.close()) };
}

export async function done<Body>(client: RetryingClient, call: Omit<Call, 'kind'> & { kind?: string }): Promise<Body> {
  const answer = await client.send({ kind: 'set-up', ...call });
  if (answer.status >= 300) throw new Error(`${call.method} ${call.path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body as Body;
}

export function deskUid(index: number): string {
  return `desk-${index}`;
}

export function isDone({ status }: Answer): boolean {
  return status >= 200 && status < 300;
}

export function policeCondition(isWide: boolean): Queue['condition'] {
  const rule = (value: string) => ({ field: 'fields.topic', operator: '=', value });
  return { combinator: 'or', rules: isWide ? [rule('police'), rule('other')] : [rule('police')] };
}

async function addQueues(admin: RetryingClient): Promise<void> {
  const rule = (field: string, value: string) => ({ combinator: 'and', rules: [{ field, operator: '=', value }] });
  const queues = [
    { id: NEXT_QUEUE, priority: 1, condition: rule('fields.pool', 'next'), skills: [PICK_SKILL] },
    { id: 'german', priority: 2, condition: rule('fields.topic', 'german'), skills: ['german'], release_on_skip: true },
    { id: QUEUE_TO_CHANGE, priority: 3, condition: policeCondition(false), skills: ['police'] },
    { id: 'rest', priority: 9, condition: { combinator: 'and', rules: [] }, skills: [] },
  ];
  for (const queue of queues)
    await done(admin, { method: 'POST', path: '/queues', body: { ...queue, name: queue.id }, idempotencyKey: queue.id });
}

function addPerson(admin: RetryingClient, name: string, role: UserRole, skills: readonly string[]): Promise<User> {
  const body = { email: `${name}@example.com`, name, role, skills, password: passwordOf(name) };
  return done<User>(admin, { method: 'POST', path: '/users', body, idempotencyKey: `person-${name}` });
}

function passwordOf(name: string): string {
  return `a long password of ${name}`;
}

async function addHook(admin: RetryingClient, receiver: EndpointReceiver, hook: object): Promise<void> {
  const body = { ...hook, url: receiver.url };
  const { secret } = await done<{ secret: string }>(admin, { method: 'POST', path: '/hooks', body });
  receiver.expectSecret(secret);
}

async function signIn(admin: RetryingClient, { email, name }: User): Promise<string> {
  const body = { email, password: passwordOf(name) };
  return (await done<{ token: string }>(admin, { method: 'POST', path: '/auth/login', body })).token;
}

async function addDeskTasks(admin: RetryingClient): Promise<void> {
  const items = Array.from({ length: DESK_TASKS }, (_, index) => ({
    uid: deskUid(index),
    fields: { pool: 'desk', topic: TOPICS[index % TOPICS.length], title: `Desk ${index}` },
    integrations: index % 4 === 0 ? { 'hook-tagged': { externalId: `ext-${index}` } } : {},
  }));
  await done(admin, { method: 'POST', path: '/tasks/batch', body: { items }, idempotencyKey: 'desk' });
}
