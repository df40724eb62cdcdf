import { Worker } from 'node:worker_threads';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { BackOfficeConfig } from './back-office-settings.ts';
import type { MappedRecords } from './map-records.ts';

export interface RecordsRequest {
  /** As it came, or rows of a query. */
  page: { text: string; contentType: string } | { records: JsonObject[] };
  config: BackOfficeConfig;
  /** Where it came from. */
  url: string;
}

export interface ReadRecords extends MappedRecords {
  /** How many there were, the skipped ones too. */
  count: number;
  next: string | null;
  /** The first records as the source has them: what a mapping is made against. */
  sample: JsonObject[];
}

export type RecordsAnswer = ({ ok: true } & ReadRecords) | { ok: false; message: string; isVendorError: boolean };

export interface RecordsReader {
  /** Throws a VendorError. */
  read(request: RecordsRequest): Promise<ReadRecords>;
  close(): Promise<void>;
}

/** Megabytes for a thread: enough for the largest answer as text and as values. */
const HEAP_MEGABYTES = 512;

/**
 * Parses and maps in a thread of its own: other people's expressions and pages get a limit of time and of memory, and
 * hold up nobody.
 */
export function createRecordsReader({ timeMs = 20_000 } = {}): RecordsReader {
  let worker: Worker | null = null;

  function open(): Worker {
    const opened = new Worker(new URL('./records-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    opened.unref();
    return opened;
  }

  return {
    async read(request) {
      worker ??= open();
      const current = worker;
      const answer = await new Promise<RecordsAnswer>((resolve, reject) => {
        const late = setTimeout(() => {
          worker = null;
          current.terminate().catch(reject);
          reject(new VendorError('unexpected', `Reading a page took longer than ${timeMs / 1000} seconds: simplify the mapping.`));
        }, timeMs);
        const onEnd = (cause: unknown) => {
          worker = null;
          clearTimeout(late);
          reject(new VendorError('unexpected', 'A page of the source needs more memory than there is: use smaller pages.', { cause }));
        };
        current.once('error', onEnd).once('message', (message: RecordsAnswer) => {
          clearTimeout(late);
          current.off('error', onEnd);
          resolve(message);
        });
        current.postMessage(request);
      });
      if (answer.ok) return answer;
      throw new VendorError('unexpected', answer.isVendorError ? answer.message : `The source’s answer cannot be read: ${answer.message}`);
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}
