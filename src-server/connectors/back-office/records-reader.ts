import { Worker } from 'node:worker_threads';
import type { SampleValue } from '../../../src-shared/schema/connector.ts';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { VendorError } from '../vendor-error.ts';
import type { BackOfficeConfig } from './back-office-settings.ts';
import type { MappedRecords } from './map-records.ts';
import type { SampleConfig } from './read-sample-config.ts';
import { READY } from './records-thread-ready.ts';

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

/** Records of a sample, and settings that may not be whole. */
export interface SampleRequest {
  sample: JsonObject[];
  config: SampleConfig;
}

export type SampleAnswer = { ok: true; mapped: SampleValue[][] } | { ok: false; message: string; isVendorError: boolean };

export type RecordsAnswer = ({ ok: true } & ReadRecords) | { ok: false; message: string; isVendorError: boolean };

export interface RecordsReader {
  /** Throws a VendorError. */
  read(request: RecordsRequest): Promise<ReadRecords>;
  /** Of each record, what each expression makes of it. Throws a VendorError. */
  mapSample(request: SampleRequest): Promise<SampleValue[][]>;
}

/** Megabytes for the thread: enough for the largest answer as text and as values. */
const HEAP_MEGABYTES = 512;
/** A thread that is not needed for so long gives its memory back. */
const IDLE_MS = 15_000;
/** For a thread to load, on a machine that has much else to do: that is not the page's fault. */
const START_MS = 60_000;

/**
 * Parses and maps in a thread of its own, one page after the other: other people's expressions and pages get a limit of
 * time and of memory, and hold up no request. The thread is made when it is needed.
 */
export function createRecordsReader({ timeMs = 20_000 } = {}): RecordsReader {
  let worker: Worker | null = null;
  let isLoaded = false;
  let idle: NodeJS.Timeout | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  function open(): Worker {
    const opened = new Worker(new URL('./records-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
    });
    opened.unref();
    isLoaded = false;
    return opened;
  }

  function end(): void {
    void worker?.terminate();
    worker = null;
  }

  function ask<Answer>(request: RecordsRequest | SampleRequest): Promise<Answer> {
    clearTimeout(idle);
    worker ??= open();
    const current = worker;
    return new Promise<Answer>((resolve, reject) => {
      const onLate = () => {
        end();
        reject(new VendorError('unexpected', `Reading a page took longer than ${timeMs / 1000} seconds: simplify the mapping.`));
      };
      let late = setTimeout(onLate, isLoaded ? timeMs : START_MS);
      const onEnd = (cause: unknown) => {
        clearTimeout(late);
        worker = null;
        reject(new VendorError('unexpected', 'A page of the source needs more memory than there is: use smaller pages.', { cause }));
      };
      const onMessage = (message: Answer | typeof READY) => {
        clearTimeout(late);
        if (message === READY) {
          isLoaded = true;
          late = setTimeout(onLate, timeMs);
          return;
        }
        current.off('error', onEnd).off('message', onMessage);
        idle = setTimeout(end, IDLE_MS).unref();
        resolve(message);
      };
      current.once('error', onEnd).on('message', onMessage);
      current.postMessage(request);
    });
  }

  async function askInTurn<Answer extends { ok: boolean }>(request: RecordsRequest | SampleRequest): Promise<Answer> {
    const asked = turn.then(() => ask<Answer>(request));
    turn = asked.catch(() => undefined);
    return asked;
  }

  return {
    async read(request) {
      const answer = await askInTurn<RecordsAnswer>(request);
      if (answer.ok) return answer;
      throw failureOf(answer);
    },
    async mapSample(request) {
      const answer = await askInTurn<SampleAnswer>(request);
      if (answer.ok) return answer.mapped;
      throw failureOf(answer);
    },
  };
}

function failureOf({ isVendorError, message }: { isVendorError: boolean; message: string }): VendorError {
  return new VendorError('unexpected', isVendorError ? message : `The source’s answer cannot be read: ${message}`);
}
