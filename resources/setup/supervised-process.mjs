import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdChild } from './project-lock.mjs';

const KEPT_LINES = 20;
// A process is gone before the last of its output has been read; its own children may keep the pipes open.
const LAST_OUTPUT_MS = 300;

const running = [];
let isStopping = false;

/**
 * Starts a process whose lines are handed to `onLine(line, 'stdout' | 'stderr')`, except what `isNoise(line)`. Returns `{ exited, lastLines }`;
 * `exited` resolves to `{ isSuccess, text }`, the text being the end of a sentence about the process.
 */
export function superviseProcess(command, args, { cwd, env, stopTimeoutMs, onLine, isNoise = () => false }) {
  if (isStopping) throw new Error(`${command} was to be started while everything is being stopped`);
  // In its own process group: Ctrl-C in the terminal reaches only the one who started it, and who stops things in order.
  const detached = process.platform !== 'win32';
  const child = spawn(command, args, { cwd, env, detached, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const release = holdChild(child.pid);
  const kept = [];
  for (const name of ['stdout', 'stderr']) {
    createInterface({ input: child[name] }).on('line', (line) => {
      if (isNoise(line)) return;
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
      onLine(line, name);
    });
  }
  const exited = waitForExit(child).finally(release);
  running.push({ child, exited, stopTimeoutMs });
  return { exited, lastLines: () => kept.map((line) => `    ${line}`).join('\n') };
}

/** Stops what was started, the last first: SIGTERM, and SIGKILL to what has not ended in its time. Nothing starts any more. */
export async function stopSupervised() {
  isStopping = true;
  for (const { child, exited, stopTimeoutMs } of running.reverse()) {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }
}

function waitForExit(child) {
  const closed = new Promise((resolve) => child.on('close', resolve));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ isSuccess: false, text: `did not start: ${error.message}` }));
    child.on('exit', async (code, signal) => {
      await Promise.race([closed, sleep(LAST_OUTPUT_MS)]);
      resolve({ isSuccess: code === 0, text: signal ? `was ended by ${signal}` : `ended with code ${code}` });
    });
  });
}
