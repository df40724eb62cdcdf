import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Feed, StreamStart } from './create-feed.ts';
import type { FeedSink } from './feed-client.ts';

/** Answers with the caller's feed as server-sent events, until the client goes or the feed ends it. */
export async function openStream(feed: Feed, request: FastifyRequest, reply: FastifyReply, start: StreamStart): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  // Limits and other headers that plugins have set already.
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) response.setHeader(name, value);
  // The connection is this answer's alone and ends with it: without chunks an event is one write instead of four.
  response.removeHeader('transfer-encoding');
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // A stream that ends while the server closes must not leave an idle connection behind, or closing waits for that.
    connection: 'close',
  });
  response.flushHeaders();
  let isGone = false;
  let disconnect: (() => void) | null = null;
  response.once('close', () => {
    isGone = true;
    disconnect?.();
  });
  try {
    disconnect = await feed.connect(request.caller, start, sinkOf(response));
  } catch (error) {
    // The status is out already: all that is left is to end the stream, and the client comes again.
    request.log.error(error, 'a stream could not be opened');
    response.destroy();
    return;
  }
  if (isGone) disconnect();
}

function sinkOf(response: ServerResponse): FeedSink {
  return {
    write(text) {
      if (!response.writableEnded && !response.destroyed) response.write(text);
    },
    bufferedBytes: () => response.writableLength,
    onDrain: (callback) => response.once('drain', callback),
    end() {
      // An end would queue behind what a stuck client does not read.
      if (response.writableNeedDrain) response.destroy();
      else response.end();
    },
  };
}
