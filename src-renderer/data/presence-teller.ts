import { SYNC_LIMITS } from '../../src-shared/sync/limits.ts';
import type { PresenceActivity, PresenceStatement } from '../../src-shared/sync/protocol.ts';
import type { ApiClient } from './api-client.ts';

export interface PresenceTellerOptions {
  api: Pick<ApiClient, 'send'>;
  /** Of this window alone: somebody may have several. */
  deviceId: string;
  /** Somebody who walks through a list looks at nothing on the way. */
  pauseMs?: number;
}

/** Tells the server which task is on the screen, as long as it is. Without a network nobody is told, and nothing is kept. */
export class PresenceTeller {
  private readonly options: PresenceTellerOptions;
  private readonly ending = new AbortController();
  private shown: Omit<PresenceStatement, 'deviceId'> = { taskId: null };
  private isTold = true;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: PresenceTellerOptions) {
    this.options = options;
  }

  show(taskId: string | null, activity: PresenceActivity = 'looking'): void {
    const isSame = taskId === this.shown.taskId && (taskId === null || activity === this.shown.activity);
    if (isSame || this.ending.signal.aborted) return;
    this.shown = taskId === null ? { taskId } : { taskId, activity };
    this.isTold = false;
    this.tellIn(this.options.pauseMs ?? 300);
  }

  close(): void {
    clearTimeout(this.timer);
    this.ending.abort();
  }

  private tellIn(delayMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tell(), delayMs);
  }

  private async tell(): Promise<void> {
    const { api, deviceId } = this.options;
    const { shown } = this;
    const statement: PresenceStatement = { deviceId, ...shown };
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'PUT', headers, body: JSON.stringify(statement), signal: this.ending.signal };
    const answer = await api.send('/sync/presence', init);
    if (this.ending.signal.aborted || shown !== this.shown) return;
    this.isTold ||= answer.ok || answer.kind === 'refused';
    // What nobody looks at any more is told once; the rest is forgotten by the server unless it is said again.
    if (shown.taskId !== null || !this.isTold) this.tellIn(SYNC_LIMITS.presenceRepeatMs);
  }
}
