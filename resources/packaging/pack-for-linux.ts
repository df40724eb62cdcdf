import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PACKAGES, PACKAGING, STAGE } from './packaging-paths.ts';

/** As Debian calls processors. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'armhf' };
/** What Electron asks of a desktop. */
const DEPENDS = [
  'libgtk-3-0 | libgtk-3-0t64',
  'libnss3',
  'libasound2 | libasound2t64',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'libxtst6',
  'xdg-utils',
];
const DESKTOP_ENTRY = `[Desktop Entry]
Type=Application
Name=Docket
Comment=Operator console for work queues
Comment[de]=Arbeitsplatz für Warteschlangen von Aufgaben
Exec=/opt/Docket/docket %U
Icon=docket
Terminal=false
Categories=Office;
StartupWMClass=docket
MimeType=x-scheme-handler/docket;
`;

interface LinuxOptions {
  /** The unpacked application. */
  folder: string;
  version: string;
  description: string;
}

/**
 * An archive to be unpacked anywhere, and where there is a `dpkg-deb` a package for Debian and its kin. electron-builder
 * makes both too, with packers that it downloads.
 */
export function packForLinux(options: LinuxOptions): string[] {
  return [packArchive(options), ...packDeb(options)];
}

function packArchive({ folder, version }: LinuxOptions): string {
  const name = `docket-${version}-linux-${process.arch}`;
  const file = join(PACKAGES, `${name}.tar.gz`);
  const options = ['--owner=0', '--group=0', '--numeric-owner', `--transform=s,^${basename(folder)},${name},`];
  run('tar', ['--create', '--gzip', '--file', file, ...options, '--directory', dirname(folder), basename(folder)]);
  return file;
}

/** Menus and icons are refreshed by triggers of other packages, so it runs no script when it is installed. */
function packDeb({ folder, version, description }: LinuxOptions): string[] {
  if (spawnSync('dpkg-deb', ['--version'], { stdio: 'ignore' }).status !== 0) return [];
  const architecture = ARCHITECTURES[process.arch];
  if (architecture === undefined) return [];
  const root = join(STAGE, 'deb');
  rmSync(root, { recursive: true, force: true });
  const program = join(root, 'opt/Docket');
  cpSync(folder, program, { recursive: true });
  // Where a system lets nobody make namespaces, Chromium's sandbox needs root for a moment.
  chmodSync(join(program, 'chrome-sandbox'), 0o4755);
  write(join(root, 'usr/share/applications'), 'docket.desktop', DESKTOP_ENTRY);
  copyIcons(join(root, 'usr/share/icons/hicolor'));
  const control = {
    Package: 'docket',
    Version: version,
    Architecture: architecture,
    Maintainer: 'Docket <docket@localhost>',
    'Installed-Size': String(Math.ceil(sizeOf(program) / 1_024)),
    Depends: DEPENDS.join(', '),
    Section: 'misc',
    Priority: 'optional',
    Description: description,
  };
  write(
    join(root, 'DEBIAN'),
    'control',
    `${Object.entries(control)
      .map(([name, value]) => `${name}: ${value}\n`)
      .join('')}`,
  );
  const file = join(PACKAGES, `docket_${version}_${architecture}.deb`);
  run('dpkg-deb', ['--build', '--root-owner-group', '-Zxz', '-z1', root, file]);
  rmSync(root, { recursive: true, force: true });
  return [file];
}

function copyIcons(target: string): void {
  const icons = join(PACKAGING, 'icons');
  for (const name of readdirSync(icons)) {
    const size = /^(\d+x\d+)\.png$/.exec(name)?.[1];
    if (size) cpSync(join(icons, name), join(target, size, 'apps/docket.png'));
  }
  cpSync(join(icons, 'docket.svg'), join(target, 'scalable/apps/docket.svg'));
}

function run(command: string, parameters: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} could not make the package: ${error?.message ?? stderr}`);
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
