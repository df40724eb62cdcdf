import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import { extractZipEntries } from './extract-zip-entries.mjs';

const FILE = 0o100644;
const PROGRAM = 0o100755;
const LINK = 0o120777;

describe('extracting entries of a zip file', () => {
  let folder;
  let zip;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'docket-test-'));
    zip = path.join(folder, 'a.zip');
  });

  test('writes stored, compressed and empty files with their modes, and leaves out what has no target', async () => {
    const long = 'compress me '.repeat(10_000);
    writeZip(zip, [
      { name: 'top/', content: '', mode: 0o040755 },
      { name: 'top/program', content: long, mode: PROGRAM, isCompressed: true },
      { name: 'top/deep/stored.txt', content: 'as it is', mode: FILE },
      { name: 'top/empty', content: '', mode: FILE },
      { name: 'top/secret', content: 'no', mode: FILE },
    ]);
    await extractZipEntries(zip, path.join(folder, 'to'), (name) =>
      name === 'top/secret' ? undefined : name.replace('top/program', 'top/renamed'),
    );
    expect(readFileSync(path.join(folder, 'to/top/renamed'), 'utf8')).toBe(long);
    expect(statSync(path.join(folder, 'to/top/renamed')).mode & 0o777).toBe(0o755);
    expect(readFileSync(path.join(folder, 'to/top/deep/stored.txt'), 'utf8')).toBe('as it is');
    expect(readFileSync(path.join(folder, 'to/top/empty'), 'utf8')).toBe('');
    expect(() => statSync(path.join(folder, 'to/top/secret'))).toThrow('ENOENT');
  });

  test('refuses an entry that points outside, and a link', async () => {
    writeZip(zip, [{ name: '../outside', content: 'x', mode: FILE }]);
    await expect(extractZipEntries(zip, path.join(folder, 'to'), (name) => name)).rejects.toThrow('points outside');
    writeZip(zip, [{ name: 'link', content: '/etc/passwd', mode: LINK }]);
    await expect(extractZipEntries(zip, path.join(folder, 'to'), (name) => name)).rejects.toThrow('symbolic link');
  });

  test('says when the file is no zip file or was cut off', async () => {
    writeFileSync(zip, 'not a zip file, but long enough to hold an end record');
    await expect(extractZipEntries(zip, folder, (name) => name)).rejects.toThrow('no zip file');
  });
});

function writeZip(file, entries) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const { name, content, mode, isCompressed } of entries) {
    const data = isCompressed ? deflateRawSync(content) : Buffer.from(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    locals.push(local, Buffer.from(name), data);
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(isCompressed ? 8 : 0, 10);
    record.writeUInt32LE(data.length, 20);
    record.writeUInt16LE(name.length, 28);
    record.writeUInt32LE((mode << 16) >>> 0, 38);
    record.writeUInt32LE(offset, 42);
    central.push(record, Buffer.from(name));
    offset += local.length + name.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(file, Buffer.concat([...locals, directory, end]));
}
