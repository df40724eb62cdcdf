import type { SecretBox } from '../auth/secret-box.ts';
import type { Clock } from '../clock.ts';

const SESSION_CONTEXT = 'form-page:session';
const TOKEN_CONTEXT = 'form-page:token';
/** Long enough for a shift, short enough for a shared computer. */
const SESSION_MICROS = 12 * 3_600_000_000;
export const SESSION_SECONDS = SESSION_MICROS / 1_000_000;
/** A page may stay open over night. */
const TOKEN_MICROS = 24 * 3_600_000_000;

/**
 * What pages of forms carry, sealed with the server's key, so that any process can open it. A session of a page is no
 * token of the API: nothing but these pages takes it.
 */
export interface PageSeals {
  sealSession(sessionId: string): string;
  /** The session's id; null when it was not sealed here or is too old. */
  openSession(sealed: string): string | null;
  /** `binding`: who the page was made for, the person or the visit. Another one's token does not open. */
  sealToken(formId: string, binding: string): string;
  /** How old the page is; null when the token is not of this form and this visitor, or too old. */
  openToken(sealed: string, formId: string, binding: string): { ageMicros: number } | null;
}

export function createPageSeals({ secretBox, clock }: { secretBox: SecretBox; clock: Clock }): PageSeals {
  /** Each seal begins with the time at which it was made. */
  function seal(content: string, context: string): string {
    return secretBox.seal(`${clock.nowMicros()} ${content}`, context);
  }

  function open(sealed: string, context: string, validMicros: number): { content: string; ageMicros: number } | null {
    let plain: string;
    try {
      plain = secretBox.open(sealed, context);
    } catch {
      // Whatever was sent, it is none of ours.
      return null;
    }
    const at = plain.indexOf(' ');
    const ageMicros = clock.nowMicros() - Number(plain.slice(0, at));
    return ageMicros <= validMicros ? { content: plain.slice(at + 1), ageMicros } : null;
  }

  return {
    sealSession: (sessionId) => seal(sessionId, SESSION_CONTEXT),
    openSession: (sealed) => open(sealed, SESSION_CONTEXT, SESSION_MICROS)?.content ?? null,
    sealToken: (formId, binding) => seal(JSON.stringify([formId, binding]), TOKEN_CONTEXT),
    openToken(sealed, formId, binding) {
      const opened = open(sealed, TOKEN_CONTEXT, TOKEN_MICROS);
      return opened?.content === JSON.stringify([formId, binding]) ? { ageMicros: opened.ageMicros } : null;
    },
  };
}
