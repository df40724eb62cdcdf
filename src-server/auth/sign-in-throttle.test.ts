import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../store/database.ts';
import { openTestStore, type TestStore } from '../store/test-store.ts';
import { TestClock } from '../sync/engine-fixture.ts';
import { createSignInThrottle, type SignInThrottle } from './sign-in-throttle.ts';

/** On a machine with much else to do it may take a while. */
const SOON = { interval: 20, timeout: 15_000 };

describe('the throttle of sign-ins', () => {
  let store: TestStore;
  let databases: Database[];
  let throttles: SignInThrottle[];
  let clock: TestClock;
  beforeEach(async () => {
    store = await openTestStore();
    clock = new TestClock();
    databases = Array.from({ length: Math.min(store.serversMaximum, 2) }, () => store.open());
    await databases[0]?.migrate();
    throttles = databases.map((database) => createSignInThrottle({ clock, database }, 'door'));
  });
  afterEach(async () => {
    for (const throttle of throttles) throttle.close();
    await Promise.all(databases.map((database) => database.close()));
    await store.remove();
  });

  const isRefused = (throttle: SignInThrottle | undefined, email: string, address = '10.0.0.1') => {
    try {
      throttle?.begin(email, address);
      return false;
    } catch {
      return true;
    }
  };

  it('takes ten attempts for an account and fifty from an address, in a quarter of an hour', () => {
    const [throttle] = throttles;
    for (let attempt = 0; attempt < 10; attempt += 1) expect(isRefused(throttle, 'ann')).toBe(false);
    expect(isRefused(throttle, 'ann', '10.0.0.2')).toBe(true);
    for (let attempt = 0; attempt < 40; attempt += 1) expect(isRefused(throttle, `other${attempt}`)).toBe(false);
    expect(isRefused(throttle, 'bob')).toBe(true);
    expect(isRefused(throttle, 'bob', '10.0.0.3')).toBe(false);
    clock.micros += 15 * 60_000_000;
    expect(isRefused(throttle, 'ann')).toBe(false);
  });

  it('lets in after a clock that was set on is set back', () => {
    const [throttle] = throttles;
    clock.micros += 24 * 3_600_000_000;
    for (let attempt = 0; attempt < 10; attempt += 1) throttle?.begin('ann', '10.0.0.1');
    expect(isRefused(throttle, 'ann')).toBe(true);
    clock.micros -= 24 * 3_600_000_000;
    expect(isRefused(throttle, 'ann')).toBe(false);
  });

  it('forgets what was typed wrong before it was right', () => {
    const [throttle] = throttles;
    for (let attempt = 0; attempt < 10; attempt += 1) throttle?.begin('ann', '10.0.0.1');
    throttle?.succeed('ann', '10.0.0.1');
    expect(isRefused(throttle, 'ann')).toBe(false);
  });

  it('counts over all processes, each door for itself', async () => {
    const [one, other = one] = throttles;
    const door = createSignInThrottle({ clock, database: databases[0] as Database }, 'another');
    let round = 0;
    // What was said before the other one listened is lost: the next round has another account.
    await vi.waitFor(async () => {
      round += 1;
      for (let attempt = 0; attempt < 10; attempt += 1) one?.begin(`bob${round}`, `10.0.${round}.1`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(isRefused(other, `bob${round}`, `10.1.${round}.1`)).toBe(true);
    }, SOON);
    expect(isRefused(door, `bob${round}`)).toBe(false);
    door.close();
  });
});
