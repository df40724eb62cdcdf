import { createRandom } from './random.ts';

interface DemoTask {
  uid: string;
  due_at: string;
  created_at: string;
  status: string;
  assignee_email?: string;
  priority: number;
  fields: Record<string, string | number | boolean>;
}

const PEOPLE = [
  'Marta Nowak',
  'Jonas Weber',
  'Leïla Haddad',
  'Tomás Pereira',
  'Aiko Tanaka',
  'Sean O’Connor',
  'Zofia Kowalska',
  'Priya Raman',
  'Lars Eriksen',
  'Noor de Vries',
  'Camille Laurent',
  'Giulia Bianchi',
];
const SHOPS = [
  'Nordlicht Fahrräder',
  'Café Sucré',
  'Blue Harbour Surf',
  'Kantine 44',
  'Verde Plants',
  'Atelier Morel',
  'Lumen Optics',
  'Hof & Garten',
  'Pixel Forge Games',
  'Oak & Iron',
];
const COUNTRIES = ['FR', 'DE', 'NL', 'ES', 'IT', 'PL', 'GB', 'SE', 'PT', 'IE'];
const LEVELS = ['Low', 'Normal', 'Normal', 'High', 'Urgent'];
const OPERATORS = ['ada@docket.local', 'bo@docket.local', 'chidi@docket.local'];

type Random = ReturnType<typeof createRandom>;

/** What a case of each kind looks like in the back office that it comes from. */
const KINDS: Record<string, (random: Random, number: number) => DemoTask['fields']> = {
  fraud: (random, number) => ({
    title: `${random.pick(['Unusual device', 'Velocity alert', 'Card testing', 'Account takeover?'])} · ${random.pick(PEOPLE)}`,
    alert_id: `AL-${20_000 + number}`,
    amount: random.integer(40, 9_800),
    currency: 'EUR',
    score: random.integer(61, 99),
    channel: random.pick(['card', 'sepa', 'wallet']),
  }),
  chargeback: (random, number) => ({
    title: `Chargeback ${random.integer(10, 99)}-${1_000 + number} · ${random.pick(SHOPS)}`,
    reason_code: random.pick(['10.4', '13.1', '13.3', '12.6', '4853']),
    amount: random.integer(12, 2_400),
    currency: 'EUR',
    network: random.pick(['Visa', 'Mastercard']),
    evidence_complete: random.next() > 0.4,
  }),
  kyc: (random, number) => ({
    title: `Verify ${random.pick(['identity', 'address', 'source of funds'])} · ${random.pick(PEOPLE)}`,
    account: `ACC-${4_000 + number}`,
    risk: random.pick(['low', 'medium', 'medium', 'high']),
    document: random.pick(['passport', 'national id', 'residence permit']),
    attempts: random.integer(1, 4),
  }),
  claim: (random, number) => ({
    title: `Claim ${String.fromCharCode(65 + (number % 26))}${random.integer(100, 999)} · ${random.pick(['parcel lost', 'item damaged', 'wrong item', 'late delivery'])}`,
    policy: `P-${70_000 + number}`,
    amount: random.integer(9, 780),
    currency: 'EUR',
    partner: random.pick(['VIP customer XYZ', 'Standard', 'Marketplace']),
  }),
  onboarding: (random, number) => ({
    title: `Onboard ${random.pick(SHOPS)}`,
    merchant: `M-${900 + number}`,
    plan: random.pick(['Starter', 'Growth', 'Scale']),
    missing: random.pick(['register extract', 'bank statement', 'nothing', 'UBO declaration']),
    expected_volume: random.integer(5, 400) * 1_000,
  }),
  support: (random, number) => ({
    title: random.pick([
      'Refund not arrived',
      'Cannot sign in',
      'Invoice address is wrong',
      'Payout is late',
      'Terminal does not print',
      'Change of bank account',
    ]),
    ticket: `S-${30_000 + number}`,
    customer: random.pick(PEOPLE),
    language: random.pick(['en', 'fr', 'de', 'es', 'nl']),
    channel: random.pick(['mail', 'chat', 'phone']),
  }),
};

/** `count` tasks around `nowMs`, the same for the same seed: due from a while ago to the day after tomorrow. */
export function demoTasks(count: number, nowMs: number, seed = 20_260_301): DemoTask[] {
  const random = createRandom(seed);
  const kinds = Object.keys(KINDS);
  return Array.from({ length: count }, (_, number) => {
    const category = random.pick(kinds);
    const hourMs = 3_600_000;
    const held = random.next() < 0.06;
    const level = random.pick(LEVELS);
    return {
      uid: `demo-${String(number + 1).padStart(5, '0')}`,
      due_at: new Date(nowMs + random.integer(-90, 60 * 60) * 60_000).toISOString(),
      created_at: new Date(nowMs - random.integer(1, 72) * hourMs).toISOString(),
      status: held ? 'ASSIGNED' : 'TODO',
      ...(held ? { assignee_email: random.pick(OPERATORS) } : {}),
      priority: LEVELS.indexOf(level),
      fields: {
        ...(KINDS[category]?.(random, number) ?? {}),
        category,
        country: random.pick(COUNTRIES),
        level,
        external_id: `demo-${number + 1}`,
        url: `https://backoffice.example.com/${category}/${number + 1}`,
      },
    };
  });
}
