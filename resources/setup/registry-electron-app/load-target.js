// Copied into the Electron that set-up takes from the registry, whose own default app is missing there:
// starts the app that the first argument names, as `electron .` does.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const target = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (target === undefined) {
  process.stderr.write('Name the folder or the file of the app to start.\n');
  process.exit(1);
}

const entry = path.resolve(target);
const folder = statSync(entry).isDirectory() ? entry : path.dirname(entry);
const manifestFile = path.join(folder, 'package.json');
const manifest = existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {};
const name = manifest.productName ?? manifest.name;
if (name) app.setName(name);
if (manifest.version) app.setVersion(manifest.version);
app.setAppPath(folder);
process.defaultApp = true;

// Awaited at the top level of an ES module, for Electron holds back its `ready` event only for that:
// an app that registers a scheme before `ready` would otherwise come too late.
await import(pathToFileURL(createRequire(import.meta.url).resolve(entry)).href);
