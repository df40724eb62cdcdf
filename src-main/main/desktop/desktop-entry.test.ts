import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepDesktopEntry } from './desktop-entry.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'docket-entry-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const fileIn = (folder: string) => join(folder, 'applications/docket.desktop');

test('an unpacked console writes an entry that takes links, and mends it when it has moved', () => {
  const environment = { HOME: home, XDG_DATA_DIRS: join(home, 'system') };
  keepDesktopEntry(environment, '/opt/a b/$5 100%/docket', '/opt/a b/docket.png');
  const text = readFileSync(fileIn(join(home, '.local/share')), 'utf8');
  expect(text).toContain('MimeType=x-scheme-handler/docket;\n');
  expect(text).toContain(`${String.raw`Exec="/opt/a b/\\$5 100%%/docket" %U`}\n`);
  expect(text).toContain('TryExec=/opt/a b/$5 100%/docket\n');
  keepDesktopEntry(environment, '/opt/moved/docket', '/opt/moved/docket.png');
  expect(readFileSync(fileIn(join(home, '.local/share')), 'utf8')).toContain('Exec="/opt/moved/docket" %U\n');
});

test('where the system brings an entry, none is written', () => {
  const shared = join(home, 'system');
  mkdirSync(join(shared, 'applications'), { recursive: true });
  writeFileSync(fileIn(shared), '');
  keepDesktopEntry({ HOME: home, XDG_DATA_DIRS: `/nowhere:${shared}`, XDG_DATA_HOME: join(home, 'own') }, '/x/docket', '/x/docket.png');
  expect(existsSync(fileIn(join(home, 'own')))).toBe(false);
});
