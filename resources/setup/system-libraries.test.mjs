import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findCommand } from './find-command.mjs';
import { parseLibraryCache, parseMissingLibraries } from './system-libraries.mjs';

test('the missing libraries are those that the dynamic linker did not find', () => {
  const output = [
    '\tlinux-vdso.so.1 (0x00007ffd)',
    '\tlibffmpeg.so => /opt/libffmpeg.so (0x00007f)',
    '\tlibnss3.so => not found',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/libc.so.6 (0x00007f)',
  ].join('\n');
  expect(parseMissingLibraries(output)).toEqual(['libnss3.so', 'libgtk-3.so.0']);
  expect(parseMissingLibraries('\tnot a dynamic executable')).toEqual([]);
});

test('the present libraries are those of the cache', () => {
  const output = [
    '2 libs found in cache',
    '\tlibzstd.so.1 (libc6,x86-64) => /lib/libzstd.so.1',
    '\tlibatomic.so.1 (libc6,x86-64) => /lib/a',
  ];
  expect(parseLibraryCache(output.join('\n'))).toEqual(['libzstd.so.1', 'libatomic.so.1']);
});

test('a command is found on PATH only where it may be run', () => {
  const [plain, runnable] = ['a', 'b'].map((name) => mkdtempSync(path.join(os.tmpdir(), `docket-test-${name}`)));
  writeFileSync(path.join(plain, 'tool'), '', { mode: 0o644 });
  expect(findCommand('tool', { PATH: plain })).toBeUndefined();
  writeFileSync(path.join(runnable, 'tool'), '', { mode: 0o755 });
  expect(findCommand('tool', { PATH: [plain, runnable].join(path.delimiter) })).toBe(path.join(runnable, 'tool'));
});
