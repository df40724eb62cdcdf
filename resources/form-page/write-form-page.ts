import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const SOURCE = fileURLToPath(new URL('../../src-server/forms/page/form-page.ts', import.meta.url));
const FILE = new URL('../../src-server/forms/page/form-page.generated.js', import.meta.url);

/**
 * The script of the forms' pages, committed, since a server has no tools to build it with: it is the same code that
 * checks values on the server. With `--check` it only compares.
 */
const text = await bundle();
if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (text !== committedText()) {
  console.error(`${fileURLToPath(FILE)} is not what its sources say: node resources/form-page/write-form-page.ts`);
  process.exitCode = 1;
}

async function bundle(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { lib: { entry: SOURCE, formats: ['iife'], name: 'page' }, target: 'es2022', minify: true, write: false },
  });
  const [made] = [result].flat();
  const [chunk] = made && 'output' in made ? made.output : [];
  if (chunk?.type !== 'chunk') throw new Error('the script was not built');
  return chunk.code;
}

function committedText(): string | null {
  try {
    return readFileSync(FILE, 'utf8').replaceAll('\r\n', '\n');
  } catch {
    return null;
  }
}
