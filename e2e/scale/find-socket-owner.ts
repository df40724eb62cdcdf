import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Which of the processes has the connection from its local port to `remotePort` of this machine; null when none has, or
 * when the system has no /proc to tell.
 */
export function findSocketOwner(pids: readonly number[], localPort: number, remotePort: number): number | null {
  const inode = findInode(localPort, remotePort);
  if (inode === null) return null;
  return pids.find((pid) => linksOf(`/proc/${pid}/fd`).includes(`socket:[${inode}]`)) ?? null;
}

/** Lines of /proc/net/tcp: number, local address, remote address, …, the inode tenth; ports in hexadecimal. */
function findInode(localPort: number, remotePort: number): string | null {
  const ending = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of readTable().split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[1]?.endsWith(ending(localPort)) && columns[2]?.endsWith(ending(remotePort))) return columns[9] ?? null;
  }
  return null;
}

function readTable(): string {
  try {
    return readFileSync('/proc/net/tcp', 'utf8');
  } catch {
    return '';
  }
}

function linksOf(folder: string): string[] {
  try {
    return readdirSync(folder).map((name) => linkOf(`${folder}/${name}`));
  } catch {
    return [];
  }
}

/** Descriptors come and go while they are looked at. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
