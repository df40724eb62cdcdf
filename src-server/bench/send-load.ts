import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Load, LoadResult } from './load-client.ts';

/** Runs the client in a process of its own. */
export function sendLoad(load: Load): Promise<LoadResult> {
  const child = fork(join(import.meta.dirname, 'load-client.ts'), { serialization: 'advanced' });
  return new Promise((resolve, reject) => {
    let result: LoadResult | null = null;
    child.once('message', (message) => {
      result = message as LoadResult;
    });
    child.once('exit', (code) => (result ? resolve(result) : reject(new Error(`the client ended with ${code}`))));
    child.send(load);
  });
}
