import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** Only the servers of this database can say that its feed has been at a number: whoever reads checkpoints could write one. */
export interface CheckpointSeals {
  of(epoch: string, seq: number): string;
  isOwn(place: { epoch: string; seq: number; seal: string | null }): boolean;
}

/** 96 bits: to guess one takes requests without end, and every event of the feed carries it. */
const SEAL_BYTES = 12;

/** `secretKey`: what the servers of one database share, and its backups do not hold. */
export function createCheckpointSeals(secretKey: Buffer): CheckpointSeals {
  const key = Buffer.from(hkdfSync('sha256', secretKey, 'docket', 'checkpoint-seal', 32));
  // An event has one number for all of its readers.
  let last = { epoch: '', seq: -1, seal: '' };

  function of(epoch: string, seq: number): string {
    if (last.seq !== seq || last.epoch !== epoch) {
      const digest = createHmac('sha256', key).update(`${epoch}\n${seq}`).digest();
      last = { epoch, seq, seal: digest.subarray(0, SEAL_BYTES).toString('base64url') };
    }
    return last.seal;
  }

  function isOwn({ epoch, seq, seal }: { epoch: string; seq: number; seal: string | null }): boolean {
    const given = Buffer.from(seal ?? '');
    const expected = Buffer.from(of(epoch, seq));
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  return { of, isOwn };
}
