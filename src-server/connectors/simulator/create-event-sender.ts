/** A request of the vendor's to whoever subscribed, signed. */
export interface SignedEvent {
  method: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface EventSender<Event> {
  /** Sends what happens from now on to this address; gives back the end of it. */
  subscribe(url: string): () => void;
  emit(event: Event): void;
  /** Resolves when nothing is on its way any more. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export interface EventSenderOptions<Event> {
  /** Makes one request of events that happened at once. */
  sign(events: readonly Event[], url: string): SignedEvent;
  /** At most so many in a request. */
  batch: number;
  /** How often a failed request is sent again. */
  retries?: number;
}

const TIMEOUT_MS = 5_000;

export function createEventSender<Event>(options: EventSenderOptions<Event>): EventSender<Event> {
  const urls = new Set<string>();
  const underWay = new Set<Promise<void>>();
  const aborting = new AbortController();
  let pending: Event[] = [];

  const send = async (url: string, events: readonly Event[]): Promise<void> => {
    for (let attempt = 0; attempt <= (options.retries ?? 2); attempt += 1) {
      if (aborting.signal.aborted || (await postEvent(url, options.sign(events, url), aborting.signal))) {
        return;
      }
    }
  };
  const flush = (): void => {
    const events = pending;
    pending = [];
    for (const url of urls) {
      for (let start = 0; start < events.length; start += options.batch) {
        const sending = send(url, events.slice(start, start + options.batch)).finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
    }
  };
  const settle = async (): Promise<void> => {
    flush();
    while (underWay.size > 0) {
      await Promise.all(underWay);
    }
  };
  return {
    subscribe: (url) => {
      urls.add(url);
      return () => urls.delete(url);
    },
    emit: (event) => {
      if (urls.size === 0) {
        return;
      }
      if (pending.length === 0) {
        queueMicrotask(flush);
      }
      pending.push(event);
    },
    settle,
    stop: async () => {
      aborting.abort();
      urls.clear();
      await settle();
    },
  };
}

async function postEvent(url: string, event: SignedEvent, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: event.method,
      headers: { 'content-type': 'application/json', ...event.headers },
      body: event.body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    // Receivers that are down are a vendor's daily bread: it sends again, then gives up.
    return false;
  }
}
