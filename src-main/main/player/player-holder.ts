import type { BrowserWindow } from 'electron';
import type { IpcEventPayload } from '../../../src-shared/ipc/contract.ts';
import { Player } from './player.ts';

type PlayerEvent = 'player.changed' | 'player.key';

export interface PlayerHolderOptions {
  window: () => BrowserWindow | null;
  emit: <Event extends PlayerEvent>(event: Event, payload: IpcEventPayload<Event>) => void;
}

/** One player at a time, of one account. */
export class PlayerHolder {
  private readonly options: PlayerHolderOptions;
  private player: Player | null = null;

  constructor(options: PlayerHolderOptions) {
    this.options = options;
  }

  /** The player of an account; null without a window. */
  of(accountKey: string): Player | null {
    if (this.player && this.player.accountKey !== accountKey) this.close();
    const window = this.options.window();
    if (!this.player && window) {
      this.player = new Player({
        window,
        accountKey,
        onChange: (state) => this.options.emit('player.changed', state),
        onKey: (key) => this.options.emit('player.key', key),
      });
    }
    return this.player;
  }

  close(): void {
    this.player?.close();
    this.player = null;
  }
}
