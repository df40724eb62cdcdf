import { BrowserWindow, type Session as ElectronSession, nativeTheme, screen, type WebContents } from 'electron';
import { APP_PAGE, isAppAddress } from './app-origin.ts';
import { boundsToOpen, MINIMUM_SIZE, readWindowState, type WindowState } from './window-state.ts';
import { writeFileDurably } from './write-file-durably.ts';

/** A page that dies again and again is left dead: a loop of crashes would only hide the cause. */
const RELOAD_LIMIT = 3;
const RELOAD_WINDOW_MS = 60_000;
const STATE_DELAY_MS = 500;

/** The page's background before its own styles are there, so that opening does not flash. */
const BACKGROUND = { dark: '#17181a', light: '#fcfcfd' } as const;

export interface WindowOptions {
  preload: string;
  /** Where bounds are kept between runs. */
  stateFile: string;
  developer: boolean;
}

/** The console's one window: sandboxed, isolated, and unable to show anything but the console's own page. */
export function openConsoleWindow(options: WindowOptions): BrowserWindow {
  const state = readWindowState(options.stateFile);
  const bounds = boundsToOpen(
    state,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Docket',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: options.developer,
      // The replica goes on living while the window is behind others.
      backgroundThrottling: false,
    },
  });
  if (state?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepWindowState(window, options.stateFile);
  reloadAfterCrash(window.webContents);
  void window.loadURL(APP_PAGE);
  return window;
}

/** For every page that is ever made, whoever made it: nothing navigates, nothing opens, nothing is embedded. */
export function lockNavigation(contents: WebContents, openExternal: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (!isAppAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url);
    return { action: 'deny' };
  });
}

/** Copying text is all that the page may ask the system for. */
export function lockPermissions(session: ElectronSession): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === 'clipboard-sanitized-write' && isAppAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => permission === 'clipboard-sanitized-write' && isAppAddress(origin));
  session.setDevicePermissionHandler(() => false);
}

function keepWindowState(window: BrowserWindow, file: string): void {
  let timer: NodeJS.Timeout | null = null;
  let saving: Promise<unknown> = Promise.resolve();
  const save = () => {
    timer = null;
    const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
    // Bounds that cannot be kept cost nobody anything: the next window opens at its first size.
    saving = saving.then(() => writeFileDurably(file, JSON.stringify(state))).catch(() => null);
  };
  const saveSoon = () => {
    if (timer) clearTimeout(timer);
    timer = setTimeout(save, STATE_DELAY_MS);
  };
  window.on('resize', saveSoon);
  window.on('move', saveSoon);
  window.on('maximize', saveSoon);
  window.on('unmaximize', saveSoon);
  window.on('close', () => {
    if (timer) clearTimeout(timer);
    save();
  });
}

function reloadAfterCrash(contents: WebContents): void {
  let reloads: number[] = [];
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const now = Date.now();
    reloads = [...reloads.filter((at) => now - at < RELOAD_WINDOW_MS), now];
    if (reloads.length <= RELOAD_LIMIT) contents.reload();
  });
}
