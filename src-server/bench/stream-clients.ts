import { connect, type Socket } from 'node:net';
import { systemClock } from '../clock.ts';

/**
 * Holds streams open and notes how long after its mark each event came. A process of its own, which does no more with an
 * event than to look for the mark: `start-stream-clients.ts` starts it.
 */
export type StreamQuestion =
  | { kind: 'open'; port: number; tokens: readonly string[] }
  | { kind: 'tell' }
  | { kind: 'reset' }
  | { kind: 'close' };

export interface StreamAnswer {
  streams: number;
  received: number;
  /** The time from the mark in each event, which its writer made before it asked the server, to its arrival. */
  latenciesMs: Float64Array;
}

/** In a task's field: when its writer began, microseconds. */
export function markOf(nowMicros: number): string {
  return `marked-at-${String(nowMicros).padStart(16, '0')}!`;
}

const MARK = /marked-at-(\d{16})!/g;
const MARK_LENGTH = 27;
/** Connections that are made at a time: a listener's queue holds a few hundred. */
const WAVE = 100;
const sockets = new Set<Socket>();
let latenciesMs: number[] = [];

if (process.send) {
  process.on('message', (question: StreamQuestion) => {
    answer(question).then((text) => process.send?.(text));
  });
  // However the benchmark ends, this does not stay behind.
  process.once('disconnect', () => process.exit());
}

async function answer(question: StreamQuestion): Promise<StreamAnswer> {
  switch (question.kind) {
    case 'open':
      for (let from = 0; from < question.tokens.length; from += WAVE) {
        await Promise.all(question.tokens.slice(from, from + WAVE).map((token) => openStream(question.port, token)));
      }
      break;
    case 'close':
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      break;
    case 'tell':
      return { streams: sockets.size, received: latenciesMs.length, latenciesMs: new Float64Array() };
    case 'reset':
  }
  const told = { streams: sockets.size, received: latenciesMs.length, latenciesMs: Float64Array.from(latenciesMs) };
  latenciesMs = [];
  return told;
}

/** Settles with the first event, a heartbeat. */
function openStream(port: number, token: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let rest = '';
    let isOpen = false;
    const socket = connect({ port, host: '127.0.0.1' });
    sockets.add(socket);
    socket.setEncoding('latin1');
    socket.once('error', reject);
    socket.once('close', () => sockets.delete(socket));
    socket.on('data', (chunk: string) => {
      if (!isOpen && chunk.includes('event: heartbeat')) {
        isOpen = true;
        resolve();
      }
      rest = noteMarks(rest + chunk);
    });
    socket.write(`GET /api/v1/sync/stream HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}\r\n\r\n`);
  });
}

/** Gives back what may be the beginning of a mark. */
function noteMarks(text: string): string {
  let end = 0;
  for (const match of text.matchAll(MARK)) {
    latenciesMs.push((systemClock.nowMicros() - Number(match[1])) / 1_000);
    end = match.index + match[0].length;
  }
  return text.slice(Math.max(end, text.length - MARK_LENGTH));
}
