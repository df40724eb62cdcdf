import { spawn } from 'node:child_process';
import { holdChild } from './project-lock.mjs';

const KEPT_CHARACTERS = 1_000_000;

/**
 * Runs a command without input and returns `{ code, signal, output, timedOut }`; it does not throw when
 * the command fails or does not exist (code is then null). `output` is the end of both its streams.
 */
export async function runChild(command, args, { cwd, env = process.env, timeoutMs } = {}) {
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm and its like are .cmd files on Windows, which only a shell starts.
    shell: process.platform === 'win32' && !command.endsWith('.exe'),
    windowsHide: true,
  });
  const release = holdChild(child.pid);
  let output = '';
  let timedOut = false;
  const keep = (text) => {
    output = (output + text).slice(-KEPT_CHARACTERS);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const timer =
    timeoutMs &&
    setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
  try {
    return await new Promise((resolve) => {
      child.on('error', (error) => resolve({ code: null, signal: null, output: error.message, timedOut }));
      child.on('close', (code, signal) => resolve({ code, signal, output, timedOut }));
    });
  } finally {
    clearTimeout(timer);
    release();
  }
}

/** The last lines of a command's output, indented, for the message of a failure. */
export function lastLines(output, count = 12) {
  return output
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `    ${line}`)
    .join('\n');
}
