import { type App, Menu, type MenuItemConstructorOptions, Notification, nativeImage, Tray } from 'electron';
import type { DeskNotice, DeskState, DeskTarget } from '../../../src-shared/ipc/desktop-contract.ts';
import { TRAY_ICON, TRAY_ICON_ATTENTION } from './tray-icons.ts';

/** So many notices at once; the system's own list of them has the others. */
const NOTICES_KEPT = 20;

export interface DeskOptions {
  app: Pick<App, 'setBadgeCount' | 'quit'>;
  platform: NodeJS.Platform;
  /** A notice was clicked, or the tray: the window is to be seen, there. */
  onGo: (target: DeskTarget | null) => void;
  /** A command was chosen in the tray's menu. */
  onRun: (id: string) => void;
}

/** What the console shows outside of its windows: a tray with the count of work, and notices. Told by the page, in its language. */
export class Desk {
  private readonly options: DeskOptions;
  private tray: Tray | null = null;
  private shown: DeskState | null = null;
  /** Without a reference a notice is collected, and its click goes nowhere. */
  private readonly notices = new Set<Notification>();

  constructor(options: DeskOptions) {
    this.options = options;
  }

  get language(): DeskState['language'] | null {
    return this.shown?.language ?? null;
  }

  show(state: DeskState): void {
    const { app, platform, onGo } = this.options;
    if (!this.tray) {
      this.tray = new Tray(iconOf(state));
      this.tray.on('click', () => onGo(null));
    } else if (this.shown?.attention !== state.attention) this.tray.setImage(iconOf(state));
    this.shown = state;
    this.tray.setToolTip(state.tooltip);
    this.tray.setContextMenu(Menu.buildFromTemplate(this.menuOf(state)));
    if (platform === 'darwin') this.tray.setTitle(state.count === 0 ? '' : String(state.count));
    app.setBadgeCount(state.count);
  }

  notify({ title, body, target }: DeskNotice): void {
    if (!Notification.isSupported()) return;
    const notice = new Notification({ title, body, silent: false });
    const [oldest] = this.notices;
    if (oldest && this.notices.size >= NOTICES_KEPT) this.notices.delete(oldest);
    this.notices.add(notice);
    notice.on('click', () => {
      this.notices.delete(notice);
      this.options.onGo(target);
    });
    notice.on('close', () => this.notices.delete(notice));
    notice.show();
  }

  /** Nobody is signed in any more: nothing of theirs stays on the screen. */
  clear(): void {
    for (const notice of this.notices) notice.close();
    this.notices.clear();
    this.tray?.destroy();
    this.tray = null;
    this.shown = null;
    this.options.app.setBadgeCount(0);
  }

  private menuOf({ lines, commands, quit }: DeskState): MenuItemConstructorOptions[] {
    const { app, onRun } = this.options;
    return [
      ...lines.map((label) => ({ label, enabled: false })),
      { type: 'separator' },
      ...commands.map(({ id, label }) => ({ label, click: () => onRun(id) })),
      { type: 'separator' },
      { label: quit, click: () => app.quit() },
    ];
  }
}

function iconOf({ attention }: DeskState) {
  return nativeImage.createFromBuffer(Buffer.from(attention ? TRAY_ICON_ATTENTION : TRAY_ICON, 'base64'), { scaleFactor: 2 });
}
