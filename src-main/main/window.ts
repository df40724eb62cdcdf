import { BrowserWindow, type Session as ElectronSession, nativeTheme, screen, type WebContents } from 'electron';
import { APP_PAGE, isAppAddress } from './app-origin.ts';
import { keepWindowState } from './keep-window-state.ts';
import { boundsToOpen, CONSOLE_SIZES, readWindowState } from './window-state.ts';

/** The page's background before its own styles are there, so that opening does not flash. */
export const BACKGROUNDS = { dark: '#17181a', light: '#fcfcfd' } as const;

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
    minWidth: CONSOLE_SIZES.minimum.width,
    minHeight: CONSOLE_SIZES.minimum.height,
    show: false,
    title: 'Docket',
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUNDS.dark : BACKGROUNDS.light,
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
