import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { PROJECT } from './packaging-paths.ts';

const LICENCES = 'licenses.json';
/** Where programs and threads of the server begin; each keeps its name, by which the others start it. */
const ENTRIES = [
  'start.ts',
  'background/background-thread.ts',
  'backup/backup-thread.ts',
  'connectors/back-office/records-thread.ts',
  'store/sqlite/checkpoint-thread.ts',
  'tasks/command-thread-entry.ts',
];
/** What it reads from beside its code. */
const FILES = [
  'docs/docs-page.css',
  'docs/docs-page.js',
  'forms/page/form-page.css',
  'forms/page/form-page.generated.js',
  'store/migrations',
];

/** All files lie in one folder, so a thread is beside whoever starts it; only its ending is another one. */
const nameThreads: Plugin = {
  name: 'name-threads',
  renderChunk: (code) => code.replaceAll(/(new URL\("\.\/[\w-]+)\.ts"/g, '$1.js"'),
};

/**
 * Writes the server with its packages as JavaScript: `folder/program/start.js` runs on a Node.js alone. Returns where the
 * licences of what is in it are listed.
 */
export async function buildServer(folder: string, version: string): Promise<string> {
  const source = join(PROJECT, 'src-server');
  const program = join(folder, 'program');
  await build({
    root: source,
    configFile: false,
    publicDir: false,
    envDir: false,
    logLevel: 'warn',
    plugins: [nameThreads],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      target: 'node26',
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      license: { fileName: LICENCES },
      rollupOptions: {
        input: ENTRIES.map((entry) => join(source, entry)),
        output: { entryFileNames: 'program/[name].js', chunkFileNames: 'program/[name].js' },
      },
    },
  });
  for (const file of FILES) cpSync(join(source, file), join(program, file.slice(file.lastIndexOf('/') + 1)), { recursive: true });
  refuseSources(join(program, 'start.js'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'docket-server', version, private: true, type: 'module' }));
  return join(folder, LICENCES);
}

/** A thread that was not named above would be looked for as a source that is not there. */
function refuseSources(file: string): void {
  const left = /new URL\("[^"]*\.ts"/.exec(readFileSync(file, 'utf8'));
  if (left) throw new Error(`The packaged server would look for ${left[0]}.`);
}
