/** Waits that can be cut short. A wake-up that comes while nobody waits ends the next wait at once. */
export class Waiter {
  private wakeUp: (() => void) | null = null;
  private woken = false;

  /** Resolves after `ms`, or as soon as `wake` is called. Without `ms` only `wake` ends it. */
  wait(ms?: number): Promise<void> {
    if (this.woken) {
      this.woken = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.wakeUp = null;
        resolve();
      };
      const timer = ms === undefined ? undefined : setTimeout(end, ms);
      this.wakeUp = () => {
        this.woken = false;
        end();
      };
    });
  }

  wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** What it was woken for has happened: the next wait is as long as it is said. */
  forget(): void {
    this.woken = false;
  }
}

export interface BackoffLimits {
  firstMs: number;
  longestMs: number;
}

/** Doubles from try to try; half of each delay is chance, so that many devices do not come back at once. */
export function backoffDelayMs(failures: number, { firstMs, longestMs }: BackoffLimits, random: () => number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.max(0, failures - 1));
  return whole / 2 + (whole / 2) * random();
}
