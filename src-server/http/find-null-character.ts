import { ApiError } from './api-error.ts';

interface Place {
  value: unknown;
  path: string;
}

const PATH_CHARACTERS = 200;

/**
 * Where a value holds U+0000, in a text or in a key; null when it does not. PostgreSQL cannot keep this character, and
 * both databases are to take the same.
 */
export function findNullCharacter(root: unknown, name: string): string | null {
  const waiting: Place[] = [{ value: root, path: name }];
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { value, path } = place;
    if (typeof value === 'string' && value.includes('\0')) return path.slice(0, PATH_CHARACTERS);
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (key.includes('\0')) return `A key of ${path.slice(0, PATH_CHARACTERS)}`;
      waiting.push({ value: inner, path: `${path}.${key}` });
    }
  }
  return null;
}

/** The end of a sentence that begins with the place. */
export const NULL_CHARACTER_PROBLEM = 'holds the character U+0000, which cannot be kept: leave it out';

/** Throws an ApiError `validation_failed`. */
export function refuseNullCharacter(value: unknown, name = 'item'): void {
  const place = findNullCharacter(value, name);
  if (place !== null) throw new ApiError('validation_failed', `${place} ${NULL_CHARACTER_PROBLEM}.`);
}
