/** Requests at the same time: to an endpoint whose owner set no limit, to one that only fails, and in all. */
const PER_ENDPOINT = 24;
const PER_FAILING_ENDPOINT = 2;
const IN_ALL = 1_024;
/** An endpoint that refuses every fifth message is not down; ten refusals in a row are no accident. */
const FAILURES_IN_A_ROW = 10;

interface Endpoint {
  key: string;
  maxInFlight: number | null;
}

/**
 * Counts what this process sends and has not yet written down, so that an endpoint that hangs holds up nobody but itself,
 * and so that a process that dies leaves no more behind than one endpoint's share.
 */
export class EndpointSlots {
  private readonly endpoints = new Map<string, { taken: number; failuresInARow: number }>();
  private taken = 0;

  get roomInAll(): number {
    return IN_ALL - this.taken;
  }

  /** How many requests at the same time the endpoint may get as it is now. */
  limit({ key, maxInFlight }: Endpoint): number {
    const isFailing = (this.endpoints.get(key)?.failuresInARow ?? 0) >= FAILURES_IN_A_ROW;
    const wanted = maxInFlight ?? PER_ENDPOINT;
    return isFailing ? Math.min(PER_FAILING_ENDPOINT, wanted) : wanted;
  }

  /** How many more requests the endpoint may get from this process now. */
  room(hook: Endpoint): number {
    const taken = this.endpoints.get(hook.key)?.taken ?? 0;
    return Math.max(0, Math.min(this.limit(hook) - taken, this.roomInAll));
  }

  take(hookKey: string): void {
    const endpoint = this.endpoints.get(hookKey) ?? { taken: 0, failuresInARow: 0 };
    endpoint.taken += 1;
    this.taken += 1;
    this.endpoints.set(hookKey, endpoint);
  }

  giveBack(hookKey: string): void {
    const endpoint = this.endpoints.get(hookKey);
    if (!endpoint) throw new Error('a slot was given back that nobody took');
    endpoint.taken -= 1;
    this.taken -= 1;
    if (endpoint.taken === 0 && endpoint.failuresInARow === 0) this.endpoints.delete(hookKey);
  }

  /** What came of a request. To be called while its slot is taken. */
  note(hookKey: string, isSuccess: boolean): void {
    const endpoint = this.endpoints.get(hookKey);
    if (endpoint) endpoint.failuresInARow = isSuccess ? 0 : endpoint.failuresInARow + 1;
  }
}
