import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;
const held = new Set();
let ownSerial = 0;

/**
 * Runs `work` while no other process runs under the same lock file. A lock whose holder was killed is
 * taken over, but only once the children that it left behind (an npm that is still writing) are gone too.
 */
export async function withLock(file, work, onWait) {
  const lock = await acquireLock(file, onWait);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Returns the lock, or undefined when another living process has it. */
export function tryLock(file) {
  const lock = { file, processes: [identify(process.pid)], children: new Set() };
  mkdirSync(path.dirname(file), { recursive: true });
  if (!create(lock) && !(takeAway(file) && create(lock))) return undefined;
  held.add(lock);
  return {
    hold: (pid) => addChild(lock, pid),
    release: () => {
      held.delete(lock);
      rmSync(file, { force: true });
    },
  };
}

/** The process that holds a lock file and the children it named, as far as they are alive: `{ holder?, children }`. */
export function readLock(file) {
  const [holder, ...children] = parseProcesses(readText(file) ?? '[]');
  return {
    holder: holder && isAlive(holder) ? holder.pid : undefined,
    children: children.filter(isAlive).map(({ pid }) => pid),
  };
}

/** Names a child in every lock that this process holds, until the returned function is called. */
export function holdChild(pid) {
  const releases = pid === undefined ? [] : [...held].map((lock) => addChild(lock, pid));
  return () => {
    for (const release of releases) release();
  };
}

async function acquireLock(file, onWait) {
  let hasTold = false;
  for (;;) {
    const lock = tryLock(file);
    if (lock) return lock;
    if (!hasTold) onWait?.(lockOwner(file));
    hasTold = true;
    await sleep(POLL_MS);
  }
}

// A lock file appears whole or not at all: written beside, then linked, which fails if the name is taken.
function create(lock) {
  const draft = writeDraft(lock);
  try {
    linkSync(draft, lock.file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function takeAway(file) {
  const before = readText(file);
  if (before === undefined || parseProcesses(before).some(isAlive)) return before === undefined;
  const aside = `${file}.${process.pid}.gone`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  // Between reading and renaming another process may have taken the lock over: then it gets it back.
  const isTheDeadOne = readText(aside) === before;
  if (!isTheDeadOne) linkSync(aside, file);
  unlinkSync(aside);
  return isTheDeadOne;
}

function addChild(lock, pid) {
  const child = identify(pid);
  lock.children.add(child);
  update(lock);
  return () => {
    lock.children.delete(child);
    update(lock);
  };
}

function update(lock) {
  if (held.has(lock)) renameSync(writeDraft(lock), lock.file);
}

function writeDraft(lock) {
  ownSerial += 1;
  const draft = `${lock.file}.${process.pid}.${ownSerial}`;
  writeFileSync(draft, JSON.stringify([...lock.processes, ...lock.children]), { mode: 0o600 });
  return draft;
}

function lockOwner(file) {
  const { holder, children } = readLock(file);
  return holder ?? children[0];
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseProcesses(text) {
  try {
    return JSON.parse(text);
  } catch {
    // Only a machine that lost power leaves a torn file, and then no process of that time is alive.
    return [];
  }
}

function identify(pid) {
  return { pid, startedAt: readStat(pid).startedAt };
}

function isAlive({ pid, startedAt }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  const now = readStat(pid);
  return !now.isZombie && now.startedAt === startedAt;
}

// Process ids are used again, after a restart of a container almost at once; with the start time they are not.
// proc(5): stat has the state in field 3 and the start time in 22, counted behind the command's name, which
// may hold blanks and brackets. A container without an init process keeps its zombies.
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { isZombie: fields[0] === 'Z', startedAt: fields[19] };
  } catch {
    // No /proc on macOS and Windows: the process id alone has to do.
    return { isZombie: false, startedAt: null };
  }
}
