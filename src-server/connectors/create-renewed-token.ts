import { createHash } from 'node:crypto';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { VendorSession } from './vendor.ts';

/** A token that is about to end may end on its way. */
const EARLY_MS = 120_000;

export interface GrantedToken {
  accessToken: string;
  lifeMs: number;
  /** What the next renewal needs. */
  refreshToken?: string;
}

export interface RenewedToken {
  get(): Promise<string>;
  /** It was refused, whatever it was thought to be good for. */
  renew(): Promise<void>;
}

/**
 * Keeps a token over restarts, and has another one granted before it ends. `origin` names the credentials that it comes
 * from: once they are replaced, what was kept is worth nothing.
 */
export function createRenewedToken(
  { secrets, nowMs }: Pick<VendorSession, 'secrets' | 'nowMs'>,
  origin: string,
  grant: (refreshToken: string | null) => Promise<GrantedToken>,
): RenewedToken {
  const mark = createHash('sha256').update(origin).digest('base64');
  const read = async (): Promise<JsonObject | null> => {
    const kept = await secrets.get();
    return kept?.origin === mark ? kept : null;
  };
  const renew = async (kept: JsonObject | null): Promise<string> => {
    const before = typeof kept?.refreshToken === 'string' ? kept.refreshToken : null;
    const { accessToken, lifeMs, refreshToken = before } = await grant(before);
    await secrets.set({ origin: mark, accessToken, refreshToken, endsAtMs: nowMs() + lifeMs });
    return accessToken;
  };
  return {
    get: async () => {
      const kept = await read();
      const isGood = typeof kept?.endsAtMs === 'number' && kept.endsAtMs - EARLY_MS > nowMs();
      return isGood && typeof kept.accessToken === 'string' ? kept.accessToken : renew(kept);
    },
    renew: async () => {
      await renew(await read());
    },
  };
}
