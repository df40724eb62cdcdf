import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { errorBody } from './answer-errors.ts';
import { ApiError } from './api-error.ts';

/** What arrives is no HTTP, or breaks off, or has too long a head: nothing of it ever becomes a request. */
export function refuseUnreadableConnection(error: Error & { code?: string }, socket: Socket): void {
  // The other side is gone: there is nobody to tell.
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy(error);
    return;
  }
  const refusal = new ApiError('bad_request', 'This is no HTTP request that can be read.');
  const body = JSON.stringify(errorBody(refusal, `req_${randomUUID()}`));
  const head = [
    'HTTP/1.1 400 Bad Request',
    `content-length: ${Buffer.byteLength(body)}`,
    'content-type: application/json; charset=utf-8',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
