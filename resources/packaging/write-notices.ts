import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type } from 'typebox';
import { Parse } from 'typebox/value';
import { PACKAGING, PROJECT } from './packaging-paths.ts';

/** What Vite's `build.license` writes. */
const Packages = Type.Array(
  Type.Object({
    name: Type.String(),
    version: Type.String(),
    identifier: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    text: Type.Optional(Type.String()),
  }),
);

/** Packages of which no module is bundled, only what they make or carry: a font and the ground of the styles. */
const BY_HAND = ['@fontsource-variable/inter', 'tailwindcss'];
/** These may go along with a product whose source is not shown, with their notices. */
const ALLOWED = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'OFL-1.1'];
const RULE = '-'.repeat(80);

/** Writes the notices of everything that is bundled into one file. Throws when a package's licence is none of those allowed. */
export function writeNotices(file: string, lists: readonly string[]): void {
  const listed = lists.flatMap((list) => Parse(Packages, JSON.parse(readFileSync(list, 'utf8'))));
  const packages = new Map([...listed, ...BY_HAND.map(readPackage)].map((entry) => [`${entry.name} ${entry.version}`, entry]));
  const refused = [...packages.values()].filter(({ identifier }) => !ALLOWED.includes(identifier ?? ''));
  if (refused.length > 0)
    throw new Error(`May these go along? ${refused.map(({ name, identifier }) => `${name} (${identifier})`).join(', ')}`);
  const notices = [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([title, { identifier, text }]) => `${title} (${identifier})\n\n${text?.trim() ?? `Licence: ${identifier}`}\n`);
  const node = readFileSync(join(PACKAGING, 'notices/node.txt'), 'utf8');
  const head = 'Docket contains the following software. Notices of Electron and Chromium lie beside this file.\n';
  writeFileSync(file, [head, node, ...notices].join(`\n${RULE}\n\n`));
}

function readPackage(name: string) {
  const folder = join(PROJECT, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string; license: string };
  return { name, version: manifest.version, identifier: manifest.license, text: readFileSync(join(folder, 'LICENSE'), 'utf8') };
}
