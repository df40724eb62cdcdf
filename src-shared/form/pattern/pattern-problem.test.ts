import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasChar } from './char-set.ts';
import { type PatternNode, parsePattern } from './parse-pattern.ts';
import { patternProblem } from './pattern-problem.ts';

describe('patterns in linear time', () => {
  it.each([
    ['^[A-Z]{2}\\d{6}$'],
    ['\\d{5}'],
    ['^\\d+'],
    ['^.*$'],
    ['^[^@\\s]+@[^@\\s]+\\.[a-z]{2,6}$'],
    ['^\\S+( \\S+)*$'],
    ["^[\\p{L} '-]{1,80}$"],
    ['^\\+?[0-9 ()-]{6,20}$'],
    ['^([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$'],
    ['^(?:\\d{1,3}\\.){3}\\d{1,3}$'],
    ['^https?://[^\\s/]+(/\\S*)?$'],
    ['^(?<year>\\d{4})?\\u{1F600}*?$'],
    ['^(\\d{3})?\\d{4}$'],
    [''],
  ])('%s is taken', (pattern) => expect(patternProblem(pattern)).toBeNull());

  it.each([
    ['^(a+)+$', 'can match the same text in so many ways'],
    ['^(a|a)*$', 'can match the same text in so many ways'],
    ['^(a|aa)+$', 'can match the same text in so many ways'],
    ['^(\\w+\\s?)*$', 'can match the same text in so many ways'],
    ['^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}$', 'can match the same text in so many ways'],
    ['^a*a*$', 'can match the same text in so many ways'],
    ['^.*a.*$', 'can match the same text in so many ways'],
    ['^(a?){30}a{30}$', 'can match the same text in so many ways'],
    ['^(|){20}$', 'can match the same text in so many ways'],
    ['^(a*)*$', 'repeats without end what may be empty'],
    ['a+b', 'must begin with ^'],
    ['^a+|b+', 'must begin with ^'],
    ['(?=.*\\d).{8}', 'looks ahead or behind'],
    ['^(?<!a)b$', 'looks ahead or behind'],
    ['^(a)\\1$', 'refers back to a group'],
    ['^(?<x>a)\\k<x>$', 'refers back to a group'],
    ['^x{0,5000}$', 'repeats more than'],
    ['^(x{100}){100}$', 'stands for more than'],
    ['[', 'is no regular expression'],
    ['(', 'is no regular expression'],
    [`^${'a'.repeat(600)}$`, 'has more than 500 characters'],
  ])('%s is refused', (pattern, problem) => expect(patternProblem(pattern)).toContain(problem));

  it('are read as the language reads them', () => {
    fc.assert(
      fc.property(patterns(), fc.string({ unit: fc.constantFrom('a', 'b', '1'), maxLength: 8 }), (pattern, text) => {
        const node = parsePattern(pattern);
        expect(countSteps(node, text).matches).toBe(new RegExp(pattern, 'u').test(text));
      }),
      { numRuns: 500 },
    );
  });

  it('take no more than twice as many steps for a text twice as long, if they are taken', () => {
    let taken = 0;
    fc.assert(
      fc.property(patterns(), word(1), word(0), word(0), (pattern, repeated, before, after) => {
        if (patternProblem(pattern) !== null) return;
        taken += 1;
        const node = parsePattern(pattern);
        const steps = (times: number) => countSteps(node, before + repeated.repeat(times) + after).steps;
        expect(steps(100)).toBeLessThan(2.6 * steps(50) + 200 * pattern.length);
      }),
      { numRuns: 1_500 },
    );
    expect(taken).toBeGreaterThan(200);
  });

  it('are told apart by what a matcher that backtracks really does', () => {
    const steps = (pattern: string, times: number) => countSteps(parsePattern(pattern), `${'a'.repeat(times)}!`).steps;
    expect(steps('^(a+)+$', 12)).toBeGreaterThan(3 * steps('^(a+)+$', 10));
    expect(steps('^a*a*$', 80)).toBeGreaterThan(3 * steps('^a*a*$', 40));
  });
});

function word(minLength: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength, maxLength: 4 });
}

/** Small patterns over a, b and digits, most of them anchored, many of them dangerous. */
function patterns(): fc.Arbitrary<string> {
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom('a', 'b', '[ab]', '\\d', '.', '[^a]', '\\w', '1'),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => a + b),
      fc.tuple(tie('pattern'), tie('pattern')).map(([a, b]) => `(?:${a}|${b})`),
      fc.tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}', '*?')).map(([a, q]) => `(?:${a})${q}`),
    ),
  }));
  return fc.tuple(fc.constantFrom('^', '^', '^', ''), pattern, fc.constantFrom('$', '$', '')).map((parts) => parts.join(''));
}

/** Matches as the specification says, and counts the characters that were looked at. */
function countSteps(node: PatternNode, text: string): { matches: boolean; steps: number } {
  const chars = [...text].map((char) => char.codePointAt(0) ?? 0);
  let steps = 0;
  const match = (part: PatternNode, at: number, next: (at: number) => boolean): boolean => {
    switch (part.type) {
      case 'char': {
        steps += 1;
        if (steps > 2_000_000) throw new Error('this would not end');
        const code = chars[at];
        return code !== undefined && hasChar(part.set, code) && next(at + 1);
      }
      case 'start':
        return at === 0 && next(at);
      case 'assertion':
        return at === chars.length && next(at);
      case 'sequence':
        return part.items.reduceRight<(at: number) => boolean>((rest, item) => (here) => match(item, here, rest), next)(at);
      case 'choice':
        return part.items.some((item) => match(item, at, next));
      case 'repeat':
        return repeat(part, part.minimum, part.maximum ?? Number.POSITIVE_INFINITY, at, next);
    }
  };
  const repeat = (
    part: PatternNode & { type: 'repeat' },
    least: number,
    most: number,
    at: number,
    next: (at: number) => boolean,
  ): boolean => {
    if (most === 0) return next(at);
    const further = (here: number) => (least === 0 && here === at ? false : repeat(part, Math.max(0, least - 1), most - 1, here, next));
    if (match(part.item, at, further)) return true;
    return least === 0 && next(at);
  };
  for (let from = 0; from <= chars.length; from += 1) if (match(node, from, () => true)) return { matches: true, steps };
  return { matches: false, steps };
}
