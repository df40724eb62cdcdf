import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RequestFailure } from '../webhooks/request-failure.ts';
import { limitConnecting, vetLiteral, vettingLookup } from '../webhooks/request-sender.ts';
import type { TargetVetting } from '../webhooks/webhook-target.ts';
import { createVendorBudgets, type VendorBudgets } from './vendor-budgets.ts';
import type { Waiting } from './waiting.ts';

export interface VendorExchange {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | null;
  timeoutMs: number;
  limitBytes: number;
  signal: AbortSignal;
}

export interface VendorAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** What all connectors of a process share: connections, budgets, the rule which addresses may be reached. */
export interface VendorNetwork extends Waiting {
  vetting: TargetVetting;
  budgets: VendorBudgets;
  /** One request, as it is. Rejects with a RequestFailure, a TooLarge, or the socket's error. */
  exchange(exchange: VendorExchange): Promise<VendorAnswer>;
  /** Breaks off what is under way. */
  close(): void;
}

export class TooLarge extends Error {}

const CONNECT_TIMEOUT_MS = 10_000;
const IDLE_CONNECTION_MS = 10_000;
const HEADER_BYTES_MAXIMUM = 64 * 1024;

export function createVendorNetwork(vetting: TargetVetting, waiting: Waiting): VendorNetwork {
  const settings = { keepAlive: true, timeout: IDLE_CONNECTION_MS };
  const agents = {
    'http:': new HttpAgent({ ...settings, lookup: vettingLookup('http:', vetting) }),
    'https:': new HttpsAgent({ ...settings, lookup: vettingLookup('https:', vetting) }),
  };
  const underWay = new Set<ClientRequest>();

  function open({ url, method, headers, body, signal }: VendorExchange): ClientRequest {
    const options = {
      method,
      headers: { 'accept-encoding': 'gzip', ...headers, ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
      maxHeaderSize: HEADER_BYTES_MAXIMUM,
      signal,
    };
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: agents['https:'] })
      : httpRequest(url, { ...options, agent: agents['http:'] });
  }

  return {
    ...waiting,
    vetting,
    budgets: createVendorBudgets(waiting),
    exchange(exchange) {
      const target = vetLiteral(exchange.url.href, vetting);
      if (!target.ok) return Promise.reject(new RequestFailure(target.refusal, true));
      return new Promise((resolve, reject) => {
        const request = open(exchange);
        underWay.add(request);
        const late = setTimeout(() => {
          reject(new RequestFailure(`No complete answer came within ${exchange.timeoutMs / 1_000} seconds.`));
          request.destroy();
        }, exchange.timeoutMs);
        const stopConnectTimer = limitConnecting(request, CONNECT_TIMEOUT_MS);
        const finish = (settle: () => void) => {
          clearTimeout(late);
          stopConnectTimer();
          underWay.delete(request);
          settle();
        };
        request.on('response', (response) => {
          readText(response, exchange.limitBytes).then(
            (text) => finish(() => resolve({ status: response.statusCode ?? 0, headers: headersOf(response), text })),
            (error: Error) => {
              request.destroy();
              finish(() => reject(error));
            },
          );
        });
        request.on('error', (error) => finish(() => reject(error)));
        request.end(exchange.body ?? undefined);
      });
    },
    close() {
      for (const request of underWay) request.destroy(new RequestFailure('The server is stopping.'));
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

/** Counts what was unpacked: a small answer may hold a large one. */
async function readText(response: IncomingMessage, limitBytes: number): Promise<string> {
  const source = response.headers['content-encoding'] === 'gzip' ? unpack(response) : response;
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of source) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > limitBytes) throw new TooLarge(`The answer is larger than ${limitBytes} bytes.`);
    }
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    throw new RequestFailure('The answer was cut before its end.');
  }
  return decoderOf(response.headers['content-type']).decode(Buffer.concat(chunks));
}

/** As the answer says it is written; files of older systems are often not UTF-8. */
function decoderOf(contentType = ''): TextDecoder {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset);
  } catch (error) {
    if (error instanceof RangeError) return new TextDecoder();
    throw error;
  }
}

function unpack(response: IncomingMessage): Readable {
  const unpacked = createGunzip();
  // What goes wrong comes out of the unpacked stream, which is the one that is read.
  pipeline(response, unpacked, () => undefined);
  return unpacked;
}

function headersOf(response: IncomingMessage): Record<string, string> {
  const entries = Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join('\n') : (value ?? '')]);
  return Object.fromEntries(entries) as Record<string, string>;
}
