import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { MiniState } from '../../../src-shared/ipc/desktop-contract.ts';
import { MINI_PAGE } from '../app-origin.ts';
import { emitIpc } from '../ipc.ts';
import { keepWindowState } from '../keep-window-state.ts';
import { boundsToOpen, readWindowState, scaleToText, type WindowSizes } from '../window-state.ts';

/** With text in its usual size. */
const SIZES: WindowSizes = { minimum: { width: 300, height: 128 }, first: { width: 372, height: 144 } };
/** From the corner of the screen, at the first opening. */
const MARGIN_PX = 24;

export interface MiniWindowOptions {
  preload: string;
  /** Where bounds are kept between runs. */
  stateFile: string;
  backgrounds: { readonly dark: string; readonly light: string };
  /** The window is gone, whoever closed it. */
  onClosed: () => void;
}

/**
 * The floating player: a small window above all others. It shows what the console's page says, and asks that page for
 * everything: no replica and no operation is made here.
 */
export class MiniWindow {
  private readonly options: MiniWindowOptions;
  private window: BrowserWindow | null = null;
  private shown: MiniState | null = null;
  private textFactor = 1;

  constructor(options: MiniWindowOptions) {
    this.options = options;
  }

  get state(): MiniState | null {
    return this.shown;
  }

  show(state: MiniState, focus: boolean): void {
    this.shown = state;
    if (!this.window) {
      this.window = this.open(focus);
      return;
    }
    emitIpc(this.window.webContents, 'mini.changed', state);
    if (focus) this.window.focus();
  }

  /** Chromium draws both windows' pages in one size, as they are of one origin: this one grows with its text. */
  resizeText(factor: number): void {
    const ratio = factor / this.textFactor;
    this.textFactor = factor;
    if (!this.window || ratio === 1) return;
    const { minimum } = this.sizes;
    const [width = minimum.width, height = minimum.height] = this.window.getSize();
    this.window.setMinimumSize(minimum.width, minimum.height);
    this.window.setSize(Math.round(width * ratio), Math.round(height * ratio));
  }

  close(): void {
    this.window?.close();
  }

  private get sizes(): WindowSizes {
    const scaled = ({ width, height }: WindowSizes['first']) => ({
      width: Math.round(width * this.textFactor),
      height: Math.round(height * this.textFactor),
    });
    return { minimum: scaled(SIZES.minimum), first: scaled(SIZES.first) };
  }

  private open(focus: boolean): BrowserWindow {
    const { preload, stateFile, backgrounds, onClosed } = this.options;
    const window = new BrowserWindow({
      ...this.bounds(),
      minWidth: this.sizes.minimum.width,
      minHeight: this.sizes.minimum.height,
      show: false,
      frame: false,
      alwaysOnTop: true,
      fullscreenable: false,
      minimizable: false,
      maximizable: false,
      title: 'Docket',
      backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
      webPreferences: {
        preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
        devTools: false,
      },
    });
    window.setAlwaysOnTop(true, 'floating');
    keepWindowState(window, stateFile, () => this.textFactor);
    // Its page goes nowhere, not even to the console's: that would be a second one.
    window.webContents.on('will-navigate', (event) => event.preventDefault());
    window.webContents.on('render-process-gone', () => window.destroy());
    window.once('ready-to-show', () => (focus ? window.show() : window.showInactive()));
    window.on('closed', () => {
      this.window = null;
      this.shown = null;
      onClosed();
    });
    void window.loadURL(MINI_PAGE).catch(() => undefined);
    return window;
  }

  /** Where it was; at first in the lower right, where it hides least of a web page. */
  private bounds() {
    const state = readWindowState(this.options.stateFile);
    const areas = screen.getAllDisplays().map((display) => display.workArea);
    if (state) return boundsToOpen(scaleToText(state, this.textFactor), areas, this.sizes);
    const { x, y, width, height } = screen.getPrimaryDisplay().workArea;
    const { first } = this.sizes;
    return { ...first, x: x + width - first.width - MARGIN_PX, y: y + height - first.height - MARGIN_PX };
  }
}
