import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';

/** Undefined is what Make leaves out of a request: an input that was not filled in, a key that is not there. */
export type ImlValue = JsonValue | undefined;
export type ImlScope = Readonly<Record<string, ImlValue>>;

const SPREAD = '{{...}}';
const FUNCTIONS: Readonly<Record<string, (...values: ImlValue[]) => ImlValue>> = {
  encodeURL: (text) => encodeURIComponent(String(text)),
  ifempty: (value, otherwise) => (value === undefined || value === null || value === '' ? otherwise : value),
  join: (list, separator) => (Array.isArray(list) ? list.join(String(separator)) : undefined),
  replace: (text, search, replacement) => String(text ?? '').replace(patternOf(String(search)), String(replacement)),
  toCollection: (list, key, value) =>
    Array.isArray(list)
      ? Object.fromEntries(list.map((item) => [String(property(item, String(key))), property(item, String(value)) ?? null]))
      : undefined,
};

/** The part of Make's templating that this app uses; whatever else an expression says throws. */
export function evaluateIml(template: JsonValue, scope: ImlScope): ImlValue {
  if (typeof template === 'string') return evaluateText(template, scope);
  if (Array.isArray(template)) return template.map((item) => evaluateIml(item, scope)).filter((item) => item !== undefined);
  if (typeof template !== 'object' || template === null) return template;
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(template)) {
    const evaluated = evaluateIml(value, scope);
    if (key === SPREAD) Object.assign(result, evaluated ?? {});
    else if (evaluated !== undefined) result[key] = evaluated;
  }
  return result;
}

function evaluateText(template: string, scope: ImlScope): ImlValue {
  const whole = /^{{((?:(?!}}).)*)}}$/.exec(template);
  if (whole) return evaluateExpression(whole[1] ?? '', scope);
  return template.replace(/{{(.*?)}}/g, (_, expression: string) => String(evaluateExpression(expression, scope) ?? ''));
}

function evaluateExpression(expression: string, scope: ImlScope): ImlValue {
  const tokens = expression.match(/'[^']*'|`[^`]*`|\d+|\w+|[.(),;=<]/g) ?? [];
  if (tokens.join('') !== expression.replace(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, '')) throw new Error(`No such expression: ${expression}`);
  const result = readComparison(tokens, scope);
  if (tokens.length > 0) throw new Error(`Left over in ${expression}: ${tokens.join(' ')}`);
  return result;
}

function readComparison(tokens: string[], scope: ImlScope): ImlValue {
  const left = readOperand(tokens, scope);
  if (tokens[0] !== '=') return left;
  tokens.shift();
  return left === readOperand(tokens, scope);
}

function readOperand(tokens: string[], scope: ImlScope): ImlValue {
  const token = tokens.shift() ?? '';
  if (token.startsWith("'")) return token.slice(1, -1);
  if (/^\d+$/.test(token)) return Number(token);
  if (tokens[0] === '(') return callFunction(token, tokens, scope);
  if (!Object.hasOwn(scope, token)) throw new Error(`Make has no ${token} here`);
  let value = scope[token];
  while (tokens[0] === '.') {
    tokens.shift();
    value = property(value, (tokens.shift() ?? '').replaceAll('`', ''));
  }
  return value;
}

function callFunction(name: string, tokens: string[], scope: ImlScope): ImlValue {
  const called = FUNCTIONS[name];
  if (!called) throw new Error(`No such function: ${name}`);
  const values: ImlValue[] = [];
  do {
    tokens.shift();
    values.push(readComparison(tokens, scope));
  } while (tokens[0] === ',' || tokens[0] === ';');
  if (tokens.shift() !== ')') throw new Error(`${name} is not closed`);
  return called(...values);
}

function property(value: ImlValue, key: string): ImlValue {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value[key] : undefined;
}

/** `/…/flags` is a pattern; anything else is plain text. */
function patternOf(search: string): RegExp | string {
  const [, pattern, flags] = /^\/(.*)\/(\w*)$/.exec(search) ?? [];
  return pattern === undefined ? search : new RegExp(pattern, flags);
}
