import type { TaskWarning } from './task-input.ts';

/** Clients and proxies refuse headers beyond 8 to 16 KiB. */
const HEADER_CHARACTERS = 6_000;

/**
 * The value of the header `Docket-Warnings`: a JSON list, percent-encoded, so that any key survives. Where it would be
 * too long for a header its last entry says how many are left out. Null when there is nothing to say.
 */
export function encodeWarnings(warnings: readonly TaskWarning[]): string | null {
  if (warnings.length === 0) return null;
  let kept = warnings.length;
  for (;;) {
    const left = warnings.length - kept;
    const list = left === 0 ? warnings : [...warnings.slice(0, kept), { code: 'more', path: '', message: `${left} more` }];
    // Lone surrogates cannot be percent-encoded: they arrive as U+FFFD.
    const encoded = encodeURIComponent(JSON.stringify(list).toWellFormed());
    if (encoded.length <= HEADER_CHARACTERS || kept === 0) return encoded;
    kept = Math.floor(kept / 2);
  }
}
