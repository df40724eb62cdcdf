import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'docket-server', version, private: true, type: 'module' }));
  refuseGaps(program);
  return join(folder, LICENCES);
}

/** A thread or a file that was not named above would be missed only when somebody wants it. */
function refuseGaps(program: string): void {
  for (const name of readdirSync(program).filter((file) => file.endsWith('.js'))) {
    const code = readFileSync(join(program, name), 'utf8');
    for (const [, path = ''] of code.matchAll(/new URL\("(\.[^"]*)", import\.meta\.url\)/g)) {
      if (!existsSync(join(program, path)))
        throw new Error(`The packaged server lacks ${path}, which ${name} wants: build-server.ts names its parts.`);
    }
  }
}
