import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SET_UP = join(ROOT, 'resources/setup');
const WANTED = ['DISPLAY', 'XAUTHORITY', 'ELECTRON_OVERRIDE_DIST_PATH'];
/** Says what set-up found, and holds its display until nobody listens any more. */
const SAY = `process.stdout.write(JSON.stringify(process.env) + '\\n'); process.stdin.resume().on('end', () => process.exit(0));`;

/**
 * A display, an Electron and, unless the console of another place is wanted, one that is built from these sources, as
 * `npm test` has them. Gives back the end of it.
 */
export async function prepareDesktop({ needsBuild }: { needsBuild: boolean }): Promise<() => void> {
  const child = spawn(process.execPath, [join(SET_UP, 'run.mjs'), '--display', 'node', '-e', SAY], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  while (!text.includes('{"') || !text.includes('\n', text.indexOf('{"'))) {
    const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
    text += chunk.toString();
  }
  const [line = '{}'] = text.slice(text.indexOf('{"')).split('\n');
  const environment = JSON.parse(line) as Record<string, string>;
  for (const name of WANTED) if (environment[name] !== undefined) process.env[name] = environment[name];
  if (needsBuild) {
    const { status } = spawnSync(process.execPath, [join(SET_UP, 'build-console.mjs')], { stdio: 'inherit' });
    if (status !== 0) throw new Error('the console could not be built');
  }
  return () => child.stdin.end();
}
