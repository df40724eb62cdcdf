// `npm run package`: an application of the console and a server, for the system that this runs on. See HELP.
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { buildConsole } from '../setup/build-console.mjs';
import { electronDist } from '../setup/find-electron.mjs';
import { pinnedNode, pinnedVersion } from '../setup/project-paths.mjs';
import { exitOnSetUpError } from '../setup/setup.mjs';
import { tell } from '../setup/tell.mjs';
import { buildServer } from './build-server.ts';
import { packForLinux } from './pack-for-linux.ts';
import { electronVersionOf, packagerConfiguration } from './packager-configuration.ts';
import { PACKAGES, PROJECT, STAGE } from './packaging-paths.ts';
import { writeNotices } from './write-notices.ts';

const PARTS = ['main', 'preload', 'renderer'];
const HELP = `npm run package              packages for this computer's system, in out/packages
npm run package -- --dir     only the folder that they consist of, which runs as it is
npm run package -- AppImage  another of electron-builder's formats, whose tools it may have to download
`;

/** Makes the packages that were asked for; returns their files. */
async function packageConsole(formats, isFolderOnly) {
  const electronFolder = electronDist();
  tellIfOld(electronFolder);
  await buildConsole();
  const { name, productName, version, description, author } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  rmSync(STAGE, { recursive: true, force: true });
  stageApp({ name, productName, version, description, author, type: 'module', main: 'out/main/index.js', desktopName: 'docket.desktop' });
  await stageServer(version);
  if (!isFolderOnly) rmSync(PACKAGES, { recursive: true, force: true });
  const targets = Platform.current().createTarget(isFolderOnly ? ['dir'] : [...formats]);
  const files = await build({ projectDir: PROJECT, targets, config: packagerConfiguration(electronFolder) });
  if (isFolderOnly || formats.length > 0 || process.platform !== 'linux') return files;
  return packForLinux({ folder: join(PACKAGES, 'linux-unpacked'), version, description });
}

function tellIfOld(electronFolder) {
  const version = electronVersionOf(electronFolder);
  if (version !== pinnedVersion('electron')) {
    tell(`The package gets Electron ${version}, which is what can be had here: to try it, not to give it to people.`);
  }
}

/** The console as it was built, and a manifest that says what it is and nothing about how it is made. */
function stageApp(manifest) {
  const app = join(STAGE, 'app');
  const isOurs = (file) => !file.endsWith('licenses.json');
  for (const part of PARTS) cpSync(join(PROJECT, 'out', part), join(app, 'out', part), { recursive: true, filter: isOurs });
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest));
}

/** The server, the Node that it runs on (the console's may be too old, and its fuses keep it from being one), the notices. */
async function stageServer(version) {
  const server = join(STAGE, 'server');
  const licences = await buildServer(server, version);
  const lists = [...PARTS.map((part) => join(PROJECT, 'out', part, 'licenses.json')), licences];
  mkdirSync(join(STAGE, 'notices'));
  writeNotices(join(STAGE, 'notices', 'THIRD-PARTY-NOTICES.txt'), lists);
  rmSync(licences);
  const node = join(server, process.platform === 'win32' ? 'node.exe' : 'node');
  copyFileSync(pinnedNode, node);
  chmodSync(node, 0o755);
}

const { values, positionals } = parseArgs({ options: { dir: { type: 'boolean' }, help: { type: 'boolean' } }, allowPositionals: true });
if (values.help) process.stdout.write(HELP);
else {
  const files = await exitOnSetUpError(() => packageConsole(positionals, values.dir === true));
  const made = values.dir ? [PACKAGES] : files;
  tell(`Packaged: ${made.map((file) => relative(PROJECT, file)).join(', ')}`);
}
