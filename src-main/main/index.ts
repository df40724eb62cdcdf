import { join } from 'node:path';
import { app, type BrowserWindow, session as electronSession, ipcMain, Menu, protocol, safeStorage, shell } from 'electron';
import { proxyApiCall } from './api-proxy.ts';
import { APP_ID, APP_PAGE, APP_SCHEME, isAppAddress, STOPPED_PAGES } from './app-origin.ts';
import { applicationMenu } from './application-menu.ts';
import { signInFromFile } from './automatic-sign-in.ts';
import { recoverFromCrashes } from './crash-recovery.ts';
import { Desk } from './desktop/desk.ts';
import { keepDesktopEntry } from './desktop/desktop-entry.ts';
import { MiniWindow } from './desktop/mini-window.ts';
import { ADDRESS_SCHEME, AddressBox, findAddress } from './desktop/opened-address.ts';
import { isWebAddress } from './external-address.ts';
import { guardOwnServer } from './guard-own-server.ts';
import { emitIpc, registerIpc } from './ipc.ts';
import { createIpcHandlers } from './ipc-handlers.ts';
import { JournalShelf } from './journal/journal-shelf.ts';
import { readLaunchEnvironment } from './launch-environment.ts';
import { LocalServer } from './local-server.ts';
import { servePageFile } from './page-files.ts';
import { PlayerHolder } from './player/player-holder.ts';
import { lockPlayerNavigation } from './player/player-navigation.ts';
import { erasePlayerSession, isPlayerSession } from './player/player-session.ts';
import { findServerProgram } from './server-process.ts';
import { Session } from './session.ts';
import { createTokenVault } from './token-vault.ts';
import { BACKGROUNDS, lockNavigation, lockPermissions, openConsoleWindow } from './window.ts';

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
  const program = findServerProgram(app.getAppPath(), app.isPackaged ? process.resourcesPath : null);
  const localServer = new LocalServer(program, userData, { onAddress: (address) => session.followOwnServer(address) });
  const guardedFetch = guardOwnServer(fetch, localServer);
  const session = new Session({
    directory: userData,
    vault: createTokenVault(safeStorage, process.platform),
    fetch: guardedFetch,
    ownServer: localServer,
    countUnsent: (accountKey) => journals.of(accountKey).countUnsent(),
    suggestedServer: environment.suggestedServer,
  });
  const preload = join(outDirectory, 'preload/index.cjs');
  let window: BrowserWindow | null = null;
  const page = () => window?.webContents ?? null;
  const openExternal = (url: string): Promise<boolean> => {
    if (!isWebAddress(url)) return Promise.resolve(false);
    return shell.openExternal(url).then(
      () => true,
      // No browser, or none that the system would start.
      () => false,
    );
  };

  const player = new PlayerHolder({ window: () => window, emit: (event, payload) => emitIpc(page(), event, payload) });
  const mini = new MiniWindow({
    preload,
    stateFile: join(userData, 'mini-window.json'),
    backgrounds: BACKGROUNDS,
    onClosed: () => emitIpc(page(), 'mini.closed', null),
  });
  const desk = new Desk({
    app,
    platform: process.platform,
    onGo: (target) => {
      focusWindow(window);
      if (target) emitIpc(page(), 'desk.go', target);
    },
    onRun: (id) => {
      focusWindow(window);
      emitIpc(page(), 'desk.run', { id });
    },
  });
  const addresses = new AddressBox(() => {
    focusWindow(window);
    emitIpc(page(), 'address.arrived', null);
  });
  takeAddresses(addresses, () => focusWindow(window));

  app.on('web-contents-created', (_event, contents) => {
    const lock = isPlayerSession(contents.session) ? lockPlayerNavigation : lockNavigation;
    lock(contents, (url) => void openExternal(url));
  });
  app.on('window-all-closed', () => app.quit());

  await app.whenReady();
  await localServer.load();
  await session.load();
  if (session.ownAddress !== null) localServer.adopt(session.ownAddress);
  lockPermissions(electronSession.defaultSession);
  const runCommand = (id: string) => emitIpc(page(), 'desk.run', { id });
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(process.platform, developer, runCommand)));
  serveAppScheme(session, guardedFetch);
  const eraseAccount = async (accountKey: string) => {
    if (!(await journals.erase(accountKey))) return false;
    await erasePlayerSession(accountKey);
    return true;
  };
  registerIpc(
    ipcMain,
    createIpcHandlers({
      session,
      journals,
      localServer,
      fetch: guardedFetch,
      openExternal,
      player,
      addresses,
      desk,
      mini,
      page,
      eraseAccount,
      app,
    }),
    reportFailure,
  );
  localServer.onChange((state) => emitIpc(page(), 'server.localChanged', state));
  let accountKey = session.account?.key;
  session.onChange((state) => {
    if (state.account?.key !== accountKey) {
      accountKey = state.account?.key;
      player.close();
      mini.close();
      desk.clear();
    }
    emitIpc(page(), 'session.changed', state);
  });
  const open = () => {
    window = openConsoleWindow({ preload, stateFile: join(userData, 'window.json'), developer });
    recoverFromCrashes(window.webContents, {
      page: APP_PAGE,
      stoppedPage: () => STOPPED_PAGES[desk.language ?? (/^de\b/i.test(app.getLocale()) ? 'de' : 'en')],
      onGone: () => {
        player.close();
        mini.close();
      },
    });
    window.on('closed', () => {
      player.close();
      window = null;
      mini.close();
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
  if (session.account && session.ownAddress !== null) await localServer.resume();
  if (environment.accountFile) await signInFromFile(session, environment.accountFile, environment.suggestedServer, quitting.signal);
}

/** Addresses come with the first start, with each later one, and on a Mac by themselves. */
function takeAddresses(addresses: AddressBox, focus: () => void): void {
  if (app.isPackaged) introduceToSystem();
  const first = findAddress(process.argv);
  if (first !== null) addresses.put(first);
  app.on('second-instance', (_event, parameters) => {
    const address = findAddress(parameters);
    if (address === null) focus();
    else addresses.put(address);
  });
  app.on('open-url', (event, address) => {
    event.preventDefault();
    addresses.put(address);
  });
}

/** So that links find the console, and notices carry its name. */
function introduceToSystem(): void {
  app.setAppUserModelId(APP_ID);
  if (process.platform === 'linux') {
    try {
      keepDesktopEntry(process.env, process.env.APPIMAGE ?? process.execPath, join(process.resourcesPath, 'docket.png'));
    } catch (error) {
      // A home that cannot be written: only links do without.
      reportFailure('desktop entry', error);
    }
  }
  app.setAsDefaultProtocolClient(ADDRESS_SCHEME);
}

function serveAppScheme(session: Session, guardedFetch: typeof fetch): void {
  const pageRoot = join(outDirectory, 'renderer');
  protocol.handle(APP_SCHEME, (request) => {
    const { pathname } = new URL(request.url);
    if (!isAppAddress(request.url)) return new Response(null, { status: 404 });
    if (!pathname.startsWith('/api/')) return servePageFile(pageRoot, request);
    return proxyApiCall(request, {
      fetch: guardedFetch,
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
