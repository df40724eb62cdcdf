import type { Queue } from '../../../src-shared/schema/queue.ts';
import type { JsonObject, Task, TaskStatus } from '../../../src-shared/schema/task.ts';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import { formatTimestamp } from '../../../src-shared/time/timestamp.ts';

export function fakeUser(role: User['role']): User {
  return { id: 'ada', email: 'ada@example.com', name: 'Ada Lindgren', role, skills: [], disabled: false };
}

export const PEOPLE: readonly Person[] = [
  { id: 'ada', name: 'Ada Lindgren' },
  { id: 'bo', name: 'Bo Lindqvist' },
  { id: 'chi', name: 'Chidi Okonkwo' },
  { id: 'dana', name: 'Dana Petrović-Hernández' },
];

const QUEUE_NAMES = ['KYC review', 'Chargebacks', 'Claims', 'Fraud alerts', 'Document checks, second look', 'Payouts'];

export const QUEUES: readonly Queue[] = QUEUE_NAMES.map((name, index) => ({
  id: `queue-${index}`,
  name,
  priority: index,
  condition: {},
  skills: [],
  enabled: true,
  release_on_skip: false,
}));

const SUBJECTS = [
  'Verify account',
  'Chargeback',
  'Passport unreadable:',
  'Review payout',
  'Address mismatch:',
  'Second look at claim',
  'Suspicious login of',
  'Invoice without reference',
];
const PARTNERS = ['Nordwind GmbH', 'Atelier Roux', 'Blue Harbor Ltd', 'Kowalski i Synowie', 'Hoshino Trading', 'Café Lisboa'];
const COUNTRIES = ['FR', 'DE', 'PL', 'JP', 'PT', 'SE'];
const LEVELS = ['standard', 'VIP', 'enterprise'];

/** The same numbers at every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function fakeTasks(count: number, nowMs: number): Task[] {
  const random = numbers(7);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: count }, (_, index) => {
    const draw = random();
    const status: TaskStatus = draw < 0.82 ? 'TODO' : draw < 0.9 ? 'ASSIGNED' : draw < 0.97 ? 'STARTED' : 'DONE';
    const createdMs = nowMs - random() * 5 * 86_400_000;
    const at = (ms: number) => formatTimestamp(Math.round(ms) * 1_000);
    return {
      uid: `task-${index}`,
      status,
      status_at: at(nowMs - random() * 7_200_000),
      assignee_uid: status === 'TODO' ? null : pick(PEOPLE).id,
      queue_uid: index < 12 ? 'queue-0' : pick(QUEUES).id,
      due_at: at(nowMs + (random() - 0.06) * 3 * 86_400_000),
      created_at: at(createdMs),
      updated_at: at(createdMs),
      started_at: null,
      done_at: null,
      snooze_expires_at: null,
      fields: index === 0 ? longFields() : plainFields(index, pick),
      integrations: {},
      skills: [],
      priority: random() < 0.3 ? Math.ceil(random() * 9) : null,
      version: 3,
    };
  });
}

function plainFields(index: number, pick: <Item>(items: readonly Item[]) => Item): JsonObject {
  return {
    title: `${pick(SUBJECTS)} ${4_000 + index}`,
    url: `https://backoffice.example.com/cases/${4_000 + index}`,
    partner: pick(PARTNERS),
    country: pick(COUNTRIES),
    level: pick(LEVELS),
    amount: Math.round(1_000 + index * 13.7) / 100,
    documents: ['passport', 'utility bill'],
  };
}

/** What a careless source sends. */
function longFields(): JsonObject {
  return {
    title:
      'Verify the beneficial owners of Internationale Verwaltungs- und Beteiligungsgesellschaft Süddeutschland mbH & Co. KG after the change of registered office',
    url: 'https://backoffice.example.com/cases/very/long/path/to/the/case?with=query&and=more',
    description:
      'The register lists three owners, the questionnaire two. The third was added in March and holds 26 %. Ask for the articles of association and for proof of the transfer; the partner has answered twice already, so keep it short.\n\nThe last answer came by letter. It is scanned below and partly illegible. If the name cannot be read, treat it as missing and do not ask a third time before the deadline.\nWhoever takes this should know that the account is frozen until it is done, and that the partner calls every morning.',
    empty: '',
    missing: null,
    'a field whose name is much longer than its column': true,
    hash: 'c6951f29e70d04c9373350f90b248db2c6951f29e70d04c9373350f90b248db2c6951f29e70d04c9373350f90b248db2',
    owners: [
      { name: 'Greta Sommer', share: 0.48 },
      { name: 'Ole Brandt', share: 0.26 },
    ],
    country: 'DE',
  };
}
