import { fuzzServer } from '../http/fuzz-server.ts';
import { print, say } from './report.ts';

/** `npm run bench -- fuzz [REQUESTS] [SEED]`: far more requests than the test sends; a failure names its seed. */
const [, , , requests = '10000', seed] = process.argv;
const startedAt = performance.now();
const { statuses, failures } = await fuzzServer({ requests: Number(requests), ...(seed === undefined ? {} : { seed: Number(seed) }) });
if (failures.length > 0) throw new AggregateError(failures, 'something failed in the background');
const seconds = (performance.now() - startedAt) / 1000;
say(`${print(Number(requests))} requests in ${print(seconds)} s: no 5xx, none without an answer, no secret in any`);
const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${print(count)}`);
say(`answers by status: ${counts.join(', ')}`);
