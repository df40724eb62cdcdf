import { type BrowserWindow, WebContentsView } from 'electron';
import type { PlayerBounds, PlayerKey, PlayerState } from '../../../src-shared/ipc/contract.ts';
import { isWebAddress } from '../external-address.ts';
import { openPlayerSession } from './player-session.ts';

export interface PlayerOptions {
  window: BrowserWindow;
  /** Whose cookies and storage. */
  accountKey: string;
  onChange: (state: PlayerState) => void;
  /** Keys that are the console's, wherever the focus is. */
  onKey: (key: PlayerKey) => void;
}

/** Chromium's name for "something else was loaded meanwhile". */
const ABORTED = -3;

/** The web page of the task that is being worked on, inside the console's window. */
export class Player {
  readonly accountKey: string;
  private readonly options: PlayerOptions;
  private readonly view: WebContentsView;
  private failure: string | null = null;
  /** What the console asked for last, and where that led; null: nowhere yet. */
  private asked: string | null = null;
  private landed: string | null = null;
  private isLeaving = false;

  constructor(options: PlayerOptions) {
    this.options = options;
    this.accountKey = options.accountKey;
    this.view = new WebContentsView({
      webPreferences: {
        session: openPlayerSession(options.accountKey),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: false,
      },
    });
    this.view.setVisible(false);
    options.window.contentView.addChildView(this.view);
    this.listen();
  }

  /** False where the address is none that a browser opens. */
  async show(url: string, bounds: PlayerBounds): Promise<boolean> {
    if (!isWebAddress(url)) return false;
    this.place(bounds);
    if (!this.isThere(url)) await this.load(url);
    this.tell();
    return true;
  }

  /** Null: out of sight, with its page kept. */
  place(bounds: PlayerBounds | null): void {
    if (bounds) this.view.setBounds(this.inWindow(bounds));
    this.view.setVisible(bounds !== null);
  }

  go(to: 'back' | 'forward' | 'reload' | 'stop'): void {
    const { navigationHistory: history } = this.contents;
    switch (to) {
      case 'back':
        if (history.canGoBack()) history.goBack();
        return;
      case 'forward':
        if (history.canGoForward()) history.goForward();
        return;
      case 'reload':
        this.failure = null;
        this.contents.reload();
        return;
      case 'stop':
        this.contents.stop();
    }
  }

  focus(): void {
    this.contents.focus();
  }

  close(): void {
    if (!this.options.window.isDestroyed()) this.options.window.contentView.removeChildView(this.view);
    if (!this.contents.isDestroyed()) this.contents.close();
  }

  private isThere(url: string): boolean {
    if (this.asked !== url) return false;
    return this.landed === null ? this.contents.isLoadingMainFrame() : this.contents.getURL() === this.landed;
  }

  private async load(url: string): Promise<void> {
    this.failure = null;
    this.asked = url;
    this.landed = null;
    this.isLeaving = true;
    // What goes wrong comes as an event, with a reason.
    await this.contents.loadURL(url).catch(() => undefined);
  }

  private get contents() {
    return this.view.webContents;
  }

  /** The page measures in its own pixels, which grow with the size of text; windows know nothing of that. */
  private inWindow({ x, y, width, height }: PlayerBounds): PlayerBounds {
    const factor = this.options.window.webContents.getZoomFactor();
    const scale = (pixels: number) => Math.round(pixels * factor);
    return { x: scale(x), y: scale(y), width: scale(width), height: scale(height) };
  }

  private listen(): void {
    const tell = () => this.tell();
    this.contents.on('did-start-loading', tell);
    this.contents.on('did-stop-loading', tell);
    this.contents.on('will-prevent-unload', (event) => {
      // Beside the next task the page of the one before would be taken for its own.
      if (this.isLeaving) event.preventDefault();
    });
    this.contents.on('did-navigate', (_event, url) => {
      this.failure = null;
      this.landed ??= url;
      this.isLeaving = false;
      tell();
    });
    this.contents.on('did-navigate-in-page', tell);
    this.contents.on('page-title-updated', tell);
    this.contents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
      if (!isMainFrame || code === ABORTED) return;
      this.failure = description || `error ${code}`;
      tell();
    });
    this.contents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit') return;
      this.failure = `the page ${reason}`;
      tell();
    });
    this.contents.on('before-input-event', (event, input) => {
      if (input.type !== 'keyDown' || !isConsoleKey(input)) return;
      event.preventDefault();
      const { key, control, meta, shift, alt } = input;
      if (key === 'F6' && !this.options.window.isDestroyed()) this.options.window.webContents.focus();
      this.options.onKey({ key, control, meta, shift, alt });
    });
  }

  private tell(): void {
    if (this.contents.isDestroyed()) return;
    const { navigationHistory: history } = this.contents;
    this.options.onChange({
      url: this.contents.getURL().slice(0, 8_192),
      title: this.contents.getTitle().slice(0, 500),
      loading: this.contents.isLoading(),
      failure: this.failure,
      canGoBack: history.canGoBack(),
      canGoForward: history.canGoForward(),
    });
  }
}

/** F6 leaves the page. Ctrl or Cmd with Enter completes, with K opens the palette, with Shift and N takes the next task. */
export function isConsoleKey({ key, control, meta, shift }: { key: string; control: boolean; meta: boolean; shift: boolean }): boolean {
  if (key === 'F6') return true;
  if (!control && !meta) return false;
  return key === 'Enter' || key.toLowerCase() === 'k' || (shift && key.toLowerCase() === 'n');
}
