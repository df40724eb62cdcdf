/** Where a value stands in a record: names, and places in lists. */
export type SamplePath = readonly (string | number)[];

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** They mean something else in JSONata. */
const WORDS: readonly string[] = ['true', 'false', 'null', 'and', 'or', 'in', 'function'];

/** The JSONata expression that finds the value in any record like it; null where no name of JSONata can be that. */
export function expressionOfPath(path: SamplePath): string | null {
  let expression = '';
  for (const step of path) {
    if (typeof step === 'number') {
      expression += `[${step}]`;
      continue;
    }
    if (step === '' || step.includes('`')) return null;
    const name = PLAIN_NAME.test(step) && !WORDS.includes(step) ? step : `\`${step}\``;
    expression += expression === '' ? name : `.${name}`;
  }
  return expression === '' ? null : expression;
}

/** The path with dots by which a field of one's own is found; null where a name has a dot itself. */
export function dottedPath(path: SamplePath): string | null {
  const isPlain = path.every((step) => typeof step === 'number' || (step !== '' && !step.includes('.')));
  if (path.length === 1 && typeof path[0] === 'string' && path[0] !== '') return path[0];
  return isPlain && path.length > 0 ? path.join('.') : null;
}
