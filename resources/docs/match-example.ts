import type { JsonValue } from '../../src-shared/schema/task.ts';

/**
 * Where an answer differs from an example, as paths; empty when it fits. An example may leave keys out, and `…` in
 * one of its texts stands for anything.
 */
export function differencesFrom(example: JsonValue, actual: JsonValue | undefined, path = '$'): string[] {
  if (typeof example === 'string' && example.includes('…'))
    return textFits(example, String(actual)) ? [] : [`${path}: ${JSON.stringify(actual)}`];
  if (Array.isArray(example)) {
    if (!Array.isArray(actual) || actual.length !== example.length) return [`${path}: ${JSON.stringify(actual)}`];
    return example.flatMap((item, index) => differencesFrom(item, actual[index], `${path}[${index}]`));
  }
  if (typeof example === 'object' && example !== null) {
    if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return [`${path}: ${JSON.stringify(actual)}`];
    return Object.entries(example).flatMap(([key, value]) => differencesFrom(value, actual[key], `${path}.${key}`));
  }
  return example === actual ? [] : [`${path}: ${JSON.stringify(actual)}`];
}

export function textFits(example: string, actual: string): boolean {
  const pattern = example.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`, 's').test(actual);
}
