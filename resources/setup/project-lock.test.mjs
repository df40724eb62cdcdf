import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readLock, tryLock, withLock } from './project-lock.mjs';

const DEAD = { pid: 2 ** 22 + 1, startedAt: '1' };

describe('project lock', () => {
  let file;
  let sleeper;
  beforeEach(() => {
    file = path.join(mkdtempSync(path.join(os.tmpdir(), 'docket-test-')), 'it.lock');
  });
  afterEach(() => sleeper?.kill());

  test('is held by one at a time and leaves nothing behind', async () => {
    const order = [];
    const work = (name) => async () => {
      order.push(`${name} in`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      order.push(`${name} out`);
    };
    await Promise.all([withLock(file, work('first')), withLock(file, work('second'))]);
    expect(order).toEqual(['first in', 'first out', 'second in', 'second out']);
    expect(readdirSync(path.dirname(file))).toEqual([]);
  });

  test('is freed when the work fails', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  test('is taken over from a process that is gone', () => {
    writeFileSync(file, JSON.stringify([DEAD]));
    expect(tryLock(file)).toBeDefined();
    expect(readLock(file).holder).toBe(process.pid);
  });

  test('is taken over when the process id now belongs to another process', () => {
    writeFileSync(file, JSON.stringify([{ pid: process.pid, startedAt: 'long ago' }]));
    expect(tryLock(file)).toBeDefined();
  });

  test('is not taken over while a child of the process that is gone still works', async () => {
    sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    const lock = tryLock(file);
    lock.hold(sleeper.pid);
    const [, child] = JSON.parse(readFileSync(file, 'utf8'));
    lock.release();
    writeFileSync(file, JSON.stringify([DEAD, child]));
    expect(tryLock(file)).toBeUndefined();
    expect(readLock(file)).toEqual({ holder: undefined, children: [sleeper.pid] });
    const gone = new Promise((resolve) => sleeper.on('close', resolve));
    sleeper.kill('SIGKILL');
    await gone;
    expect(tryLock(file)).toBeDefined();
  });

  test('is taken over when a loss of power tore the file', () => {
    writeFileSync(file, '[{"pi');
    expect(tryLock(file)).toBeDefined();
  });
});
