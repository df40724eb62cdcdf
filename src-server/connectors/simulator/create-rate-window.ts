/** `token`: refills steadily; `fixed`: counts from zero at each full window; `rolling`: counts what is younger than the window. */
export interface RateWindowOptions {
  shape: 'token' | 'fixed' | 'rolling';
  requests: number;
  perMs: number;
  /** `SimulatorOptions.timeScale`: the window is this many times shorter. */
  timeScale?: number;
  /** The simulator's clock, so that whoever waits in simulated time is let in again; real time where absent. */
  nowMs?: () => number;
}

export interface RateVerdict {
  isAllowed: boolean;
  /** How many more requests would pass right now. */
  remaining: number;
  /** Until one more request passes; 0 where it would now. `timeScale` is in it. */
  retryAfterMs: number;
  /** Until the window is empty again. */
  resetMs: number;
}

export interface RateWindow {
  take(): RateVerdict;
}

export function createRateWindow(options: RateWindowOptions): RateWindow {
  const nowMs = options.nowMs ?? (() => performance.now());
  const perMs = options.perMs / (options.timeScale ?? 1);
  switch (options.shape) {
    case 'token':
      return createTokenWindow(options.requests, perMs, nowMs);
    case 'fixed':
      return createFixedWindow(options.requests, perMs, nowMs);
    case 'rolling':
      return createRollingWindow(options.requests, perMs, nowMs);
  }
}

function createTokenWindow(requests: number, perMs: number, nowMs: () => number): RateWindow {
  let tokens = requests;
  let filledAtMs = nowMs();
  return {
    take: () => {
      const now = nowMs();
      tokens = Math.min(requests, tokens + ((now - filledAtMs) * requests) / perMs);
      filledAtMs = now;
      const isAllowed = tokens >= 1;
      tokens -= isAllowed ? 1 : 0;
      return {
        isAllowed,
        remaining: Math.floor(tokens),
        retryAfterMs: tokens >= 1 ? 0 : ((1 - tokens) * perMs) / requests,
        resetMs: ((requests - tokens) * perMs) / requests,
      };
    },
  };
}

function createFixedWindow(requests: number, perMs: number, nowMs: () => number): RateWindow {
  let window = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    take: () => {
      const now = nowMs();
      const current = Math.floor(now / perMs);
      count = current === window ? count : 0;
      window = current;
      const isAllowed = count < requests;
      count += isAllowed ? 1 : 0;
      const resetMs = (current + 1) * perMs - now;
      return { isAllowed, remaining: requests - count, retryAfterMs: count < requests ? 0 : resetMs, resetMs };
    },
  };
}

function createRollingWindow(requests: number, perMs: number, nowMs: () => number): RateWindow {
  const times: number[] = [];
  return {
    take: () => {
      const now = nowMs();
      while ((times[0] ?? Number.POSITIVE_INFINITY) <= now - perMs) {
        times.shift();
      }
      const isAllowed = times.length < requests;
      if (isAllowed) {
        times.push(now);
      }
      return {
        isAllowed,
        remaining: requests - times.length,
        retryAfterMs: times.length < requests ? 0 : (times[0] ?? now) + perMs - now,
        resetMs: (times.at(-1) ?? now) + perMs - now,
      };
    },
  };
}
