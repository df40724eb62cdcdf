import { Client, type ClientConfig } from 'pg';
import type { CommitListeners } from '../commit-listeners.ts';
import { CHANNELS, type Channel, MESSAGE_CHARACTERS } from '../database.ts';

const PREFIX = 'docket_';
const MESSAGES = `${PREFIX}messages`;

/** Sent with a commit; who is named in it has heard already. */
export function notifyStatements(channels: Iterable<Channel>, senderId: string): string {
  return [...channels].map((channel) => `NOTIFY ${PREFIX}${channel}, '${senderId}'; `).join('');
}

export interface PostgresListenerOptions {
  config: ClientConfig;
  /** Whose notifications to leave out. */
  ownId: string;
  listeners: CommitListeners;
  onError: (error: unknown) => void;
  /** A connection that has not answered for this long leads nowhere, whatever the system still thinks of it. */
  beatMs: number;
  reconnectMaximumMs: number;
}

/** Keeps one connection that hears what other processes commit, from the first call of `start` on. */
export class PostgresListener {
  private readonly options: PostgresListenerOptions;
  private readonly messageListeners = new Set<{ call: (message: string) => void }>();
  private client: Client | null = null;
  private timer: NodeJS.Timeout | null = null;
  private connecting: Promise<void> | null = null;
  private sending: Promise<void> = Promise.resolve();
  private isListening = false;
  private isClosed = false;
  private failures = 0;

  constructor(options: PostgresListenerOptions) {
    this.options = options;
  }

  /** Calls the channel's listeners as soon as nothing is missed any more. */
  start(channel: Channel): void {
    if (this.isListening) this.options.listeners.call([channel]);
    else this.connectSoon();
  }

  onBroadcast(call: (message: string) => void): () => void {
    const entry = { call };
    this.messageListeners.add(entry);
    this.connectSoon();
    return () => {
      this.messageListeners.delete(entry);
    };
  }

  /** Lost while there is no connection. */
  broadcast(message: string): void {
    if (message.length > MESSAGE_CHARACTERS) throw new Error(`a message has at most ${MESSAGE_CHARACTERS} characters`);
    const { ownId, onError } = this.options;
    // The driver takes one query at a time.
    this.sending = this.sending
      .then(async () => {
        if (this.isListening && !this.isClosed) await this.client?.query('SELECT pg_notify($1, $2)', [MESSAGES, `${ownId} ${message}`]);
      })
      .catch(onError);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    if (this.timer) clearTimeout(this.timer);
    await this.connecting;
    await this.sending;
    await this.client?.end();
  }

  private connectSoon(): void {
    if (!this.isListening && !this.connecting && !this.timer && !this.isClosed) this.connect();
  }

  private hear(channel: string, payload = ''): void {
    const { ownId, listeners } = this.options;
    if (payload.startsWith(ownId)) return;
    if (channel === MESSAGES) {
      const message = payload.slice(payload.indexOf(' ') + 1);
      for (const { call } of this.messageListeners) call(message);
      return;
    }
    const name = CHANNELS.find((known) => PREFIX + known === channel);
    if (name) listeners.call([name]);
  }

  private connect(): void {
    this.timer = null;
    this.connecting = this.listen().finally(() => {
      this.connecting = null;
    });
  }

  private async listen(): Promise<void> {
    const { config, listeners, onError } = this.options;
    const client = new Client({ ...config, keepAlive: true, keepAliveInitialDelayMillis: 10_000 });
    client.on('error', onError);
    client.on('notification', ({ channel, payload }) => this.hear(channel, payload));
    let stopBeating = (): void => undefined;
    try {
      await client.connect();
      stopBeating = this.beat(client);
      const listening = client.query([...CHANNELS.map((name) => PREFIX + name), MESSAGES].map((name) => `LISTEN ${name}`).join('; '));
      // A beat waits for its turn, and notices an answer that does not come.
      this.sending = listening.then(
        () => undefined,
        () => undefined,
      );
      await listening;
    } catch (error) {
      stopBeating();
      onError(error);
      await client.end().catch(onError);
      this.connectLater();
      return;
    }
    this.client = client;
    this.isListening = true;
    this.failures = 0;
    client.once('end', () => {
      stopBeating();
      this.isListening = false;
      this.client = null;
      this.connectLater();
    });
    // Whatever was committed while nobody listened.
    listeners.call(CHANNELS);
  }

  /** Asks something now and then: a network that swallows everything would else be noticed after many minutes. Gives back the end of it. */
  private beat(client: Client): () => void {
    const { beatMs, onError } = this.options;
    let isAnswered = true;
    const timer = setInterval(() => {
      if (!isAnswered) {
        onError(new Error(`the connection that hears of commits has not answered for ${beatMs} ms`));
        // It has a query under way, so it is cut off.
        client.end().catch(onError);
        return;
      }
      isAnswered = false;
      this.sending = this.sending
        .then(async () => {
          await client.query('SELECT 1');
          isAnswered = true;
        })
        .catch(onError);
    }, beatMs);
    timer.unref();
    return () => clearInterval(timer);
  }

  private connectLater(): void {
    if (this.isClosed) return;
    const delayMs = Math.min(50 * 2 ** this.failures, this.options.reconnectMaximumMs);
    this.failures += 1;
    this.timer = setTimeout(() => this.connect(), delayMs * (0.5 + Math.random() / 2));
  }
}
