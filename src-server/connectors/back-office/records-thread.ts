import { parentPort } from 'node:worker_threads';
import { VendorError } from '../vendor-error.ts';
import { mapRecords } from './map-records.ts';
import { parseRecords } from './parse-records.ts';
import type { RecordsAnswer, RecordsRequest } from './records-reader.ts';

// The thread's own: `records-reader.ts` starts it, and ends it when it takes too long.
parentPort?.on('message', (request: RecordsRequest) => {
  answer(request).then((result) => parentPort?.postMessage(result));
});

async function answer({ page, config, url }: RecordsRequest): Promise<RecordsAnswer> {
  try {
    const { records, next } =
      'records' in page ? { records: page.records, next: null } : await parseRecords(page.text, page.contentType, config);
    return { ok: true, count: records.length, next, sample: records.slice(0, 3), ...(await mapRecords(records, config, { url })) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error), isVendorError: error instanceof VendorError };
  }
}
