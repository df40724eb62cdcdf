import { parentPort } from 'node:worker_threads';
import { SAMPLE_RECORDS } from '../../../src-shared/connector/sample-limits.ts';
import { VendorError } from '../vendor-error.ts';
import { mapRecords } from './map-records.ts';
import { mapSample } from './map-sample.ts';
import { parseRecords } from './parse-records.ts';
import type { RecordsAnswer, RecordsRequest, SampleAnswer, SampleRequest } from './records-reader.ts';
import { READY } from './records-thread-ready.ts';

// The thread's own: `records-reader.ts` starts it, and ends it when it takes too long.
parentPort?.on('message', (request: RecordsRequest | SampleRequest) => {
  answer(request).then((result) => parentPort?.postMessage(result));
});
parentPort?.postMessage(READY);

async function answer(request: RecordsRequest | SampleRequest): Promise<RecordsAnswer | SampleAnswer> {
  try {
    if ('sample' in request) return { ok: true, mapped: await mapSample(request.sample, request.config) };
    const { page, config, url } = request;
    const { records, next } =
      'records' in page ? { records: page.records, next: null } : await parseRecords(page.text, page.contentType, config);
    return {
      ok: true,
      count: records.length,
      next,
      sample: records.slice(0, SAMPLE_RECORDS),
      ...(await mapRecords(records, config, { url })),
    };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error), isVendorError: error instanceof VendorError };
  }
}
