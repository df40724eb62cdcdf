import { Check } from 'typebox/value';
import type { VendorResponse } from '../vendor-http.ts';
import { ProblemShape } from './mesh-shapes.ts';

const TEXT_CHARACTERS = 300;

/** What an answer says about what went wrong: a problem, a thin envelope, or nothing. */
export function readProblem({ text }: VendorResponse): { text: string | null; permissions: string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Empty, or of something on the way: the status is all there is to say.
    return { text: null, permissions: [] };
  }
  if (!Check(ProblemShape, value)) return { text: null, permissions: [] };
  const words = value.detail || value.message || value.title || null;
  const permissions = (value.permissions ?? []).flatMap(({ name }) => (name ? [name] : []));
  return { text: words?.slice(0, TEXT_CHARACTERS) ?? null, permissions };
}
