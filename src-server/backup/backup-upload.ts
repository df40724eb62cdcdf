import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { UPLOAD_MAXIMUM_BYTES } from '../../src-shared/http/backup-endpoints.ts';
import { ApiError } from '../http/api-error.ts';

/** For the log of the database that is in use meanwhile. */
const ROOM_BYTES = 256 * 1024 * 1024;
const ABANDONED_MS = 24 * 3_600_000;

export interface UploadPiece {
  upload: string;
  offset: number;
  total: number;
  bytes: Buffer;
}

export interface ReceivedUpload {
  received: number;
  /** Where it lies. */
  file: string;
}

/**
 * Writes the next piece of a file that comes from elsewhere. Throws ApiErrors: conflict with `received` where another piece is
 * the next one, or where the disk has no room for it, body_too_large.
 */
export async function receivePiece(folder: string, { upload, offset, total, bytes }: UploadPiece): Promise<ReceivedUpload> {
  const file = join(folder, `${upload}.upload`);
  if (offset === 0) beginUpload(folder, file, total);
  const received = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  // Its answer was lost: it came before.
  if (offset + bytes.length === received && offset > 0) return { received, file };
  if (offset !== received) throw new ApiError('conflict', 'This is not the next piece.', { details: { received } });
  if (offset + bytes.length > total) throw new ApiError('validation_failed', 'This piece goes beyond the end of the file.');
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.write(bytes);
    if (offset + bytes.length === total) await handle.sync();
  } finally {
    await handle.close();
  }
  return { received: offset + bytes.length, file };
}

function beginUpload(folder: string, file: string, total: number): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.upload'));
  for (const name of files) {
    const { mtimeMs } = statSync(join(folder, name));
    if (Date.now() - mtimeMs > ABANDONED_MS) rmSync(join(folder, name), { force: true });
  }
  rmSync(file, { force: true });
  if (total > UPLOAD_MAXIMUM_BYTES) throw new ApiError('body_too_large', 'A backup of more than 64 GiB is not taken here.');
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < total + ROOM_BYTES) throw new ApiError('conflict', 'The disk of the server has no room for this backup.');
}
