import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { hashToken, type RandomBytes } from './tokens.ts';

const VALID_MICROS = 15 * 60_000_000;
const TRIES = 5;
/** Without letters and digits that are mistaken for each other. 32 of them: each is five random bits. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CHARACTERS = 10;

/** The code that a server without an admin prints: at its start, and anew when an old one is tried. */
export interface FirstRunCode {
  /** `ABCDE-FGHJK`, for a person to type. */
  readonly code: string;
  /** Counts a try. Throws an ApiError `forbidden` when the code is wrong, too old, or was tried too often. */
  check(code: string): void;
}

/** `announce` is told each code after the first: who sees what it says may be the admin, without a restart. */
export function createFirstRunCode(clock: Clock, randomBytes: RandomBytes, announce: (code: string) => void): FirstRunCode {
  let current = drawCode(clock, randomBytes);
  return {
    get code() {
      return current.code;
    },
    check(code) {
      const nowMicros = clock.nowMicros();
      if (nowMicros >= current.untilMicros) {
        current = drawCode(clock, randomBytes);
        announce(current.code);
        throw new ApiError('forbidden', 'The code has expired: the server has just printed a new one.');
      }
      if (current.tries >= TRIES) {
        const minutes = Math.ceil((current.untilMicros - nowMicros) / 60_000_000);
        throw new ApiError('forbidden', `The code was tried too often. Try again in ${minutes} minutes: the server then prints a new one.`);
      }
      current.tries += 1;
      const given = Buffer.from(hashToken(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')));
      if (!timingSafeEqual(given, current.expected)) throw new ApiError('forbidden', 'This is not the code that the server printed.');
    },
  };
}

function drawCode(clock: Clock, randomBytes: RandomBytes) {
  const characters = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return {
    code: `${characters.slice(0, 5)}-${characters.slice(5)}`,
    expected: Buffer.from(hashToken(characters)),
    untilMicros: clock.nowMicros() + VALID_MICROS,
    tries: 0,
  };
}
