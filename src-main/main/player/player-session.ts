import { type Session as ElectronSession, session as electronSession } from 'electron';

const locked = new WeakSet<ElectronSession>();

/** Cookies and storage of the web pages that one account works in: kept between runs, and apart from everybody else's. */
export function openPlayerSession(accountKey: string): ElectronSession {
  const session = electronSession.fromPartition(partitionOf(accountKey));
  if (!locked.has(session)) lock(session);
  return session;
}

export function isPlayerSession(session: ElectronSession): boolean {
  return locked.has(session);
}

export async function erasePlayerSession(accountKey: string): Promise<void> {
  const session = electronSession.fromPartition(partitionOf(accountKey));
  await session.clearStorageData();
  await session.clearCache();
}

function partitionOf(accountKey: string): string {
  return `persist:player-${accountKey}`;
}

/** Pages get nothing of the computer. Files that they offer are saved where the operator says: Electron asks by itself. */
function lock(session: ElectronSession): void {
  locked.add(session);
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.setUserAgent(plainUserAgent(session.getUserAgent()));
}

/** As the browser that it is: sign-in pages refuse names that they do not know. */
export function plainUserAgent(userAgent: string): string {
  return userAgent.replaceAll(/ (?:Electron|docket)\/\S+/gi, '');
}
