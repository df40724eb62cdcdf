import { createRandom, type SeededRandom } from './create-random.ts';

const FIRST_NAMES = ['Ada', 'Ben', 'Chiara', 'Dmitri', 'Esi', 'Farid', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kemi', 'Lena'] as const;
const LAST_NAMES = ['Abel', 'Brandt', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Gupta', 'Haas', 'Ito', 'Jansen'] as const;
const SUBJECTS = [
  'Call back',
  'Check the papers of',
  'Refund for',
  'Review the limit of',
  'Answer the question of',
  'Renewal with',
] as const;
const COMPANIES = ['Acme', 'Borealis', 'Cobalt Foods', 'Delta Freight', 'Evergreen', 'Fjord Energy', 'Granit & Sons', 'Harbour'] as const;

/** People with these ids, the same on every machine; emails at example.com. */
export function makeUpPeople(externalIds: readonly string[]): { externalId: string; name: string; email: string }[] {
  const random = createRandom(externalIds.length);
  return externalIds.map((externalId) => {
    const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    return { externalId, name, email: `${name.toLowerCase().replace(' ', '.')}.${externalId}@example.com` };
  });
}

export function makeUpTitle(random: SeededRandom): string {
  return `${random.pick(SUBJECTS)} ${random.pick(COMPANIES)} ${random.integer(10_000)}`;
}
