import { VendorError } from './vendor-error.ts';
import type { VendorHttpLimits } from './vendor-http.ts';
import type { Waiting } from './waiting.ts';

/** Whoever has to wait longer than this is told so, instead: the run ends and comes back. */
export const LONGEST_WAIT_MS = 60_000;

/** The budgets of all accounts at vendors, shared by all connectors of this process. */
export interface VendorBudgets {
  /** `account` tells accounts apart: the origin and a hash of the credentials. */
  find(account: string, name: string, limits: VendorHttpLimits): VendorBudget;
  /** Those of an account of which anything was ever taken. */
  read(account: string): BudgetReading[];
}

/** How much of a budget is used, said so that it stays true while time goes by. */
export interface BudgetReading {
  name: string;
  requests: number;
  perMs: number;
  /** What is used, and when it comes back: `used` is the sum of those to come. The earliest first. */
  refills: { atMs: number; requests: number }[];
  /** The vendor asked to be left alone until then. */
  pausedUntilMs: number | null;
}

export interface VendorBudget {
  /**
   * Waits for a place, first come, first served, and gives back what frees it. Throws a VendorError `rate_limited` when
   * the vendor wants to be left alone for longer than a minute.
   */
  take(signal: AbortSignal): Promise<() => void>;
  /** The vendor asked for it: nobody takes a place for so long. */
  pause(durationMs: number): void;
  read(): Omit<BudgetReading, 'name'>;
}

/** Refills are told in so many steps of a window. */
const REFILL_STEPS = 10;

export function createVendorBudgets(waiting: Waiting): VendorBudgets {
  const accounts = new Map<string, Map<string, VendorBudget>>();
  return {
    find(account, name, limits) {
      const limit = limits[name];
      if (!limit) throw new Error(`the kind has no budget ${name}`);
      const budgets = accounts.get(account) ?? new Map<string, VendorBudget>();
      accounts.set(account, budgets);
      const budget = budgets.get(name) ?? createVendorBudget(limit, waiting);
      budgets.set(name, budget);
      return budget;
    },
    read(account) {
      return [...(accounts.get(account) ?? [])].map(([name, budget]) => ({ name, ...budget.read() }));
    },
  };
}

/**
 * At most `requests` in any stretch of `perMs`, wherever the vendor's windows begin. A request counts from when it was
 * answered: the vendor counted it before that, however long it was on its way.
 */
function createVendorBudget({ requests, perMs }: VendorHttpLimits[string], { clock, wait }: Waiting): VendorBudget {
  const answeredAtMs: number[] = [];
  let underWay = 0;
  let pausedUntilMs = 0;
  let onFreed: (() => void) | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const nowMs = () => clock.nowMicros() / 1_000;

  /** 0: there is a place. Infinity: as soon as somebody is answered. */
  function waitMs(): number {
    const now = nowMs();
    if (pausedUntilMs > now) return pausedUntilMs - now;
    while (answeredAtMs[0] !== undefined && answeredAtMs[0] + perMs <= now) answeredAtMs.shift();
    if (underWay + answeredAtMs.length < requests) return 0;
    return answeredAtMs[0] === undefined ? Number.POSITIVE_INFINITY : answeredAtMs[0] + perMs - now;
  }

  async function takePlace(signal: AbortSignal): Promise<() => void> {
    for (let leftMs = waitMs(); leftMs > 0; leftMs = waitMs()) {
      signal.throwIfAborted();
      if (pausedUntilMs - nowMs() > LONGEST_WAIT_MS) throw pausedError(pausedUntilMs - nowMs());
      if (leftMs === Number.POSITIVE_INFINITY) await new Promise<void>((resolve) => (onFreed = resolve));
      else await wait(Math.max(1, Math.ceil(leftMs)), signal);
    }
    underWay += 1;
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      underWay -= 1;
      answeredAtMs.push(nowMs());
      onFreed?.();
      onFreed = null;
    };
  }

  return {
    take(signal) {
      const turn = last.then(() => takePlace(signal));
      last = turn.catch(() => undefined);
      return turn;
    },
    pause(durationMs) {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + durationMs);
    },
    read() {
      const now = nowMs();
      const stepMs = perMs / REFILL_STEPS;
      const refills = new Map<number, number>();
      // Who is under way counts as if it were answered now.
      const freedAtMs = [...answeredAtMs, ...Array<number>(underWay).fill(now)].map((atMs) => atMs + perMs).filter((atMs) => atMs > now);
      for (const atMs of freedAtMs) {
        const step = Math.ceil(atMs / stepMs) * stepMs;
        refills.set(step, (refills.get(step) ?? 0) + 1);
      }
      return {
        requests,
        perMs,
        refills: [...refills].map(([atMs, count]) => ({ atMs, requests: count })),
        pausedUntilMs: pausedUntilMs > now ? pausedUntilMs : null,
      };
    },
  };
}

function pausedError(retryAfterMs: number): VendorError {
  const seconds = Math.ceil(retryAfterMs / 1_000);
  return new VendorError('rate_limited', `The vendor takes no more requests for now and asks to wait ${seconds} seconds.`, {
    retryAfterMs: Math.ceil(retryAfterMs),
  });
}
