import { join } from 'node:path';
import { app, type BrowserWindow, session as electronSession, ipcMain, Menu, protocol, safeStorage, shell } from 'electron';
import { proxyApiCall } from './api-proxy.ts';
import { APP_SCHEME, isAppAddress } from './app-origin.ts';
import { applicationMenu } from './application-menu.ts';
import { signInFromFile } from './automatic-sign-in.ts';
import { isWebAddress } from './external-address.ts';
import { emitIpc, registerIpc } from './ipc.ts';
import { createIpcHandlers } from './ipc-handlers.ts';
import { JournalShelf } from './journal/journal-shelf.ts';
import { readLaunchEnvironment } from './launch-environment.ts';
import { findServerProgram, LocalServer } from './local-server.ts';
import { servePageFile } from './page-files.ts';
import { Player } from './player/player.ts';
import { lockPlayerNavigation } from './player/player-navigation.ts';
import { isPlayerSession } from './player/player-session.ts';
import { Session } from './session.ts';
import { createTokenVault } from './token-vault.ts';
import { lockNavigation, lockPermissions, openConsoleWindow } from './window.ts';

const outDirectory = join(import.meta.dirname, '..');
const developer = !app.isPackaged && process.env.ELECTRON_RENDERER_URL !== undefined;
const environment = readLaunchEnvironment(process.env);

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
]);

// Every renderer that is ever made, also one that this code forgot about. Root, in containers, can have no sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

// The lock belongs to the user data folder: two consoles on one journal would give numbers out twice.
if (app.requestSingleInstanceLock()) start().catch(failToStart);
else app.quit();

async function start(): Promise<void> {
  const userData = app.getPath('userData');
  const journals = new JournalShelf(userData);
  const session = new Session({
    directory: userData,
    vault: createTokenVault(safeStorage, process.platform),
    fetch,
    countUnsent: (accountKey) => journals.of(accountKey).countUnsent(),
    suggestedServer: environment.suggestedServer,
  });
  const localServer = new LocalServer(findServerProgram(app.getAppPath()), userData);
  let window: BrowserWindow | null = null;
  const openExternal = (url: string): Promise<boolean> => {
    if (!isWebAddress(url)) return Promise.resolve(false);
    return shell.openExternal(url).then(
      () => true,
      // No browser, or none that the system would start.
      () => false,
    );
  };

  let player: Player | null = null;
  const closePlayer = () => {
    player?.close();
    player = null;
  };
  const openPlayer = (accountKey: string): Player | null => {
    if (player && player.accountKey !== accountKey) closePlayer();
    if (!player && window) {
      const { webContents } = window;
      player = new Player({
        window,
        accountKey,
        onChange: (state) => emitIpc(webContents, 'player.changed', state),
        onKey: (key) => emitIpc(webContents, 'player.key', key),
      });
    }
    return player;
  };

  app.on('web-contents-created', (_event, contents) => {
    const lock = isPlayerSession(contents.session) ? lockPlayerNavigation : lockNavigation;
    lock(contents, (url) => void openExternal(url));
  });
  app.on('second-instance', () => focusWindow(window));
  app.on('window-all-closed', () => app.quit());

  await app.whenReady();
  await session.load();
  lockPermissions(electronSession.defaultSession);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform, developer)));
  serveAppScheme(session);
  registerIpc(
    ipcMain,
    createIpcHandlers({ session, journals, localServer, fetch, openExternal, openPlayer, closePlayer, app }),
    reportFailure,
  );
  session.onChange((state) => {
    if (state.account?.key !== player?.accountKey) closePlayer();
    emitIpc(window?.webContents ?? null, 'session.changed', state);
  });
  const open = () => {
    window = openConsoleWindow({
      preload: join(outDirectory, 'preload/index.cjs'),
      stateFile: join(userData, 'window.json'),
      developer,
    });
    window.on('closed', () => {
      closePlayer();
      window = null;
    });
  };
  open();
  app.on('activate', () => {
    if (!window) open();
  });

  const quitting = new AbortController();
  app.on('will-quit', () => {
    quitting.abort();
    localServer.stop();
  });
  await localServer.resume(session.account?.server);
  if (environment.accountFile) await signInFromFile(session, environment.accountFile, environment.suggestedServer, quitting.signal);
}

function serveAppScheme(session: Session): void {
  const pageRoot = join(outDirectory, 'renderer');
  protocol.handle(APP_SCHEME, (request) => {
    const { pathname } = new URL(request.url);
    if (!isAppAddress(request.url)) return new Response(null, { status: 404 });
    if (!pathname.startsWith('/api/')) return servePageFile(pageRoot, request);
    return proxyApiCall(request, {
      fetch,
      credentials: () => session.credentials(),
      onTokenRefused: (token) => {
        session.markExpired(token).catch((error) => reportFailure('session.markExpired', error));
      },
    });
  });
}

function failToStart(error: unknown): void {
  reportFailure('start', error);
  app.exit(1);
}

function focusWindow(window: BrowserWindow | null): void {
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

function reportFailure(what: string, error: unknown): void {
  process.stderr.write(`${what} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}
