import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { ApiError } from '../http/api-error.ts';
import { hashToken, type RandomBytes } from './tokens.ts';

const VALID_MICROS = 15 * 60_000_000;
const TRIES = 5;
/** Without letters and digits that are mistaken for each other. 32 of them: each is five random bits. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CHARACTERS = 10;

/** The code that a server without an admin prints at its start. */
export interface FirstRunCode {
  /** `ABCDE-FGHJK`, for a person to type. */
  readonly code: string;
  /** Counts a try. Throws an ApiError `forbidden` when the code is wrong, too old, or was tried too often. */
  check(code: string): void;
}

export function createFirstRunCode(clock: Clock, randomBytes: RandomBytes): FirstRunCode {
  const characters = [...randomBytes(CHARACTERS)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const expected = Buffer.from(hashToken(characters));
  const untilMicros = clock.nowMicros() + VALID_MICROS;
  let tries = 0;
  return {
    code: `${characters.slice(0, 5)}-${characters.slice(5)}`,
    check(code) {
      const advice = 'Start the server again for a new one.';
      if (clock.nowMicros() >= untilMicros) throw new ApiError('forbidden', `The code has expired. ${advice}`);
      if (tries >= TRIES) throw new ApiError('forbidden', `The code was tried too often. ${advice}`);
      tries += 1;
      const given = Buffer.from(hashToken(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')));
      if (!timingSafeEqual(given, expected)) throw new ApiError('forbidden', 'This is not the code that the server printed.');
    },
  };
}
