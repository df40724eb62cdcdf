import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { holdChild } from './project-lock.mjs';
import { SetUpError } from './set-up-error.mjs';
import { tell } from './tell.mjs';

const SCREEN = '1600x1000x24';
// Xsecurity(7): the family that matches a client on any host and any display.
const FAMILY_WILD = 0xffff;
const AUTHORITY_NAME = 'MIT-MAGIC-COOKIE-1';
const COOKIE_BYTES = 16;

/**
 * Starts Xvfb; returns `{ environment, stop }`. Not through xvfb-run: that script guesses a free display number,
 * which fails when two of them start at once, and leaves its command running when it is told to stop.
 */
export async function startVirtualDisplay() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'docket-display-'));
  const authority = path.join(folder, 'Xauthority');
  writeFileSync(authority, encodeAuthority(randomBytes(COOKIE_BYTES)), { mode: 0o600 });
  // -displayfd lets the server choose a free number itself and write it, when ready, to that descriptor.
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', authority];
  // In its own process group: Ctrl-C in the terminal is for those who use the display, it goes last.
  const xvfb = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true });
  const release = holdChild(xvfb.pid);
  const stop = () => {
    process.off('exit', stop);
    xvfb.kill('SIGTERM');
    release();
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', stop);
  try {
    const display = `:${await readDisplayNumber(xvfb)}`;
    tell(`No display here: using a virtual one, Xvfb ${display} (${SCREEN})`);
    return { environment: { DISPLAY: display, XAUTHORITY: authority, VIRTUAL_DISPLAY: display }, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** One entry of an Xauthority file: the family, then four fields led by their lengths, all big-endian. */
export function encodeAuthority(cookie) {
  const family = Buffer.alloc(2);
  family.writeUInt16BE(FAMILY_WILD);
  return Buffer.concat([family, ...['', '', AUTHORITY_NAME, cookie].map(encodeField)]);
}

function encodeField(value) {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function readDisplayNumber(xvfb) {
  return new Promise((resolve, reject) => {
    let errors = '';
    let number = '';
    const fail = (reason) =>
      reject(new SetUpError(`The virtual display did not start: ${reason}`, 'install or repair the package xvfb, or set DISPLAY.'));
    xvfb.on('error', (error) => fail(error.message));
    xvfb.on('exit', () => fail(errors.trim()));
    xvfb.stderr.on('data', (text) => {
      errors += text;
    });
    xvfb.stdio[3].on('data', (text) => {
      number += text;
      if (number.endsWith('\n')) resolve(number.trim());
    });
  });
}
