import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

// Written out here because the npm packages for it do not serve: extract-zip never settles on
// Node 26, and the others cannot leave out the 25,000 files that are not wanted.
// Layout and field offsets: PKWARE APPNOTE 6.3, sections 4.3.7 (local), 4.3.12 (central), 4.3.16 (end).
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const MAX_COMMENT = 0xffff;
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_HEADER_SIZE = 30;
const STORED = 0;
const DEFLATED = 8;
const UNIX_SYMLINK = 0o120000;
const UNIX_TYPE_MASK = 0o170000;

/**
 * Extracts the entries for which `target(name)` returns a relative path; those for which it
 * returns undefined are left out. Throws on archives that need zip64, and on symbolic links.
 */
export async function extractZipEntries(zipFile, folder, target) {
  const archive = await open(zipFile, 'r');
  try {
    for (const entry of await readCentralDirectory(archive)) {
      const relative = target(entry.name);
      if (relative === undefined) continue;
      const destination = path.resolve(folder, relative);
      if (!destination.startsWith(path.resolve(folder) + path.sep)) {
        throw new Error(`${zipFile} holds an entry that points outside: ${entry.name}`);
      }
      if (entry.name.endsWith('/')) {
        await mkdir(destination, { recursive: true });
        continue;
      }
      await mkdir(path.dirname(destination), { recursive: true });
      await extractEntry(archive, zipFile, entry, destination);
    }
  } finally {
    await archive.close();
  }
}

async function extractEntry(archive, zipFile, entry, destination) {
  if ((entry.unixMode & UNIX_TYPE_MASK) === UNIX_SYMLINK) {
    throw new Error(`${zipFile} holds a symbolic link, which is not expected: ${entry.name}`);
  }
  const local = await readAt(archive, entry.localHeaderOffset, LOCAL_HEADER_SIZE);
  const start = entry.localHeaderOffset + LOCAL_HEADER_SIZE + local.readUInt16LE(26) + local.readUInt16LE(28);
  const output = createWriteStream(destination, { mode: entry.unixMode & 0o777 || 0o644 });
  if (entry.compressedSize === 0) return pipeline([], output);
  const input = createReadStream(zipFile, { start, end: start + entry.compressedSize - 1, highWaterMark: 1 << 20 });
  if (entry.method === STORED) return pipeline(input, output);
  if (entry.method === DEFLATED) return pipeline(input, createInflateRaw({ chunkSize: 1 << 20 }), output);
  throw new Error(`${zipFile}: ${entry.name} is compressed by an unknown method, ${entry.method}`);
}

async function readCentralDirectory(archive) {
  const { size } = await archive.stat();
  const tailSize = Math.min(size, END_SIZE + MAX_COMMENT);
  const tail = await readAt(archive, size - tailSize, tailSize);
  const at = findEnd(tail);
  if (at < 0) throw new Error('this is no zip file, or it was cut off');
  const count = tail.readUInt16LE(at + 10);
  const length = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (count === 0xffff || offset === 0xffffffff) throw new Error('zip64 archives are not read');
  return [...parseEntries(await readAt(archive, offset, length), count)];
}

function findEnd(tail) {
  for (let at = tail.length - END_SIZE; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return -1;
}

function* parseEntries(directory, count) {
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) throw new Error('the zip file is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    yield {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      unixMode: directory.readUInt32LE(at + 38) >>> 16,
      localHeaderOffset: directory.readUInt32LE(at + 42),
    };
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
}

async function readAt(archive, position, length) {
  const { buffer, bytesRead } = await archive.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('the zip file was cut off');
  return buffer;
}
