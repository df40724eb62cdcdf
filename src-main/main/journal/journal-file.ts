import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncDirectory, writeFileDurably } from '../write-file-durably.ts';

/** The one call that a full disk makes fail half-way: replaced in tests. */
export type WriteAt = (handle: FileHandle, bytes: Buffer, position: number) => Promise<void>;

/** A file that only grows, all or nothing at a time. */
export class JournalFile {
  private readonly path: string;
  private readonly writeAt: WriteAt;
  private handle: FileHandle | null = null;
  private goodLength = 0;
  /** A failed write left bytes behind that could not be cut off yet: they lie behind `goodLength`. */
  private dirty = false;

  constructor(path: string, writeAt: WriteAt = writeWholeAt) {
    this.path = path;
    this.writeAt = writeAt;
  }

  /** All bytes; empty when there is no file. */
  async read(): Promise<Buffer> {
    try {
      return await readFile(this.path);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
      throw error;
    }
  }

  async replace(content: Buffer): Promise<void> {
    await this.letGo();
    await writeFileDurably(this.path, content);
    this.dirty = false;
  }

  /** Durable when it resolves; when it rejects, the file is as it was before. */
  async append(bytes: Buffer): Promise<void> {
    const handle = await this.openForWriting();
    if (this.dirty) await this.cutBack(handle);
    try {
      await this.writeAt(handle, bytes, this.goodLength);
      await handle.datasync();
    } catch (error) {
      this.dirty = true;
      // Stays dirty: the next append tries again first, on a file opened anew, and a start cuts what is not whole.
      await this.cutBack(handle).catch(() => this.letGo());
      throw error;
    }
    this.goodLength += bytes.length;
  }

  /** What is read next is the file as it is then. */
  async close(): Promise<void> {
    this.dirty = false;
    await this.letGo();
  }

  private async letGo(): Promise<void> {
    const { handle } = this;
    this.handle = null;
    // Of a disk that went away there is nothing left to close.
    await handle?.close().catch(() => null);
  }

  private async openForWriting(): Promise<FileHandle> {
    if (this.handle) return this.handle;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const handle = await openExistingOrNew(this.path);
    this.handle = handle;
    if (!this.dirty) this.goodLength = (await handle.stat()).size;
    if (this.goodLength === 0) await syncDirectory(dirname(this.path));
    return handle;
  }

  private async cutBack(handle: FileHandle): Promise<void> {
    await handle.truncate(this.goodLength);
    await handle.datasync();
    this.dirty = false;
  }
}

/** Not append mode: there the position of a write is ignored. */
async function openExistingOrNew(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r+', 0o600);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return open(path, 'wx+', 0o600);
    throw error;
  }
}

async function writeWholeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
