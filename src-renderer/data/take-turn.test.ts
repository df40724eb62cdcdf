import { expect, test } from 'vitest';
import { takeTurn } from './take-turn.ts';

test('turns at the same thing follow one another, whoever asks; turns at another do not wait', async () => {
  const seen: string[] = [];
  const use = async (name: string, who: string) => {
    const end = await takeTurn(name);
    seen.push(`${who} opens`);
    return () => {
      seen.push(`${who} has closed`);
      end();
    };
  };
  const closeFirst = await use('ada', 'first');
  const second = use('ada', 'second');
  const third = use('ada', 'third');
  (await use('bo', 'other'))();
  expect(seen).toEqual(['first opens', 'other opens', 'other has closed']);
  closeFirst();
  (await second)();
  (await third)();
  (await use('ada', 'fourth'))();
  expect(seen.slice(3)).toEqual([
    'first has closed',
    ...['second', 'third', 'fourth'].flatMap((who) => [`${who} opens`, `${who} has closed`]),
  ]);
});
