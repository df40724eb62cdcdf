import type { TaskWarning } from './task-input.ts';

/** Clients and proxies refuse headers beyond 8 to 16 KiB. */
const HEADER_CHARACTERS = 6_000;
/** Where not all fit: for those that are told whole, and for the names of the others. */
const WHOLE_CHARACTERS = 2_800;
const NAMES_CHARACTERS = 3_000;

/**
 * The value of the header `Docket-Warnings`: a JSON list, percent-encoded, so that any key survives. Where it would be
 * too long for a header its last entry names the keys of the others, as far as they fit, and says how many they are. Null
 * when there is nothing to say.
 */
export function encodeWarnings(warnings: readonly TaskWarning[]): string | null {
  if (warnings.length === 0) return null;
  const all = encode(warnings);
  if (all.length <= HEADER_CHARACTERS) return all;
  const told = countFitting(warnings, WHOLE_CHARACTERS);
  const rest = warnings.slice(told).map(({ path }) => path);
  const names = rest.slice(0, countFitting(rest, NAMES_CHARACTERS));
  if (names.length > 0 && names.length < rest.length) names.push('…');
  const message = names.length === 0 ? `${rest.length} more` : `${rest.length} more: ${names.join(', ')}`;
  return encode([...warnings.slice(0, told), { code: 'more', path: '', message }]);
}

/** How many of them, from the first on. A comma between two is counted as what encloses one when it stands alone. */
function countFitting(values: readonly unknown[], maximumCharacters: number): number {
  let characters = 0;
  const tooMany = values.findIndex((value) => {
    characters += encode([value]).length;
    return characters > maximumCharacters;
  });
  return tooMany === -1 ? values.length : tooMany;
}

/** Lone surrogates cannot be percent-encoded: they arrive as U+FFFD. */
function encode(value: unknown): string {
  return encodeURIComponent(JSON.stringify(value).toWellFormed());
}
