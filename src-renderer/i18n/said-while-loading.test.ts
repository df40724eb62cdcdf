import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'vite';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const SAYING = /^(t|tn|spokenLocale|withinSentence|format(Number|Bytes|Exact|Clock|Duration|Relative|Due))$/;

/** What a module would say while it is being read, before the language is known: calls outside of every function. */
function saidWhileLoading(file: string, source: string): string[] {
  const said: string[] = [];
  let depth = 0;
  const enter = () => void depth++;
  const leave = () => void depth--;
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    'CallExpression:exit': ({ callee, start, end }) => {
      if (depth === 0 && callee.type === 'Identifier' && SAYING.test(callee.name)) said.push(`${file}: ${source.slice(start, end)}`);
    },
  }).visit(parseSync(file, source).program);
  return said;
}

test('what is said while a module is read is found, and what is said later is not', () => {
  expect(saidWhileLoading('a.tsx', `const LABELS = { a: t('undo') };\nconst later = () => t('undo');`)).toEqual([`a.tsx: t('undo')`]);
});

test('no module says a sentence, a number or a date while it is read: it would stay in the first language', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: ROOT }).filter((file) => !/\.test\.|^i18n\//.test(file));
  expect(files.length).toBeGreaterThan(100);
  expect(files.flatMap((file) => saidWhileLoading(file, readFileSync(join(ROOT, file), 'utf8')))).toEqual([]);
});
