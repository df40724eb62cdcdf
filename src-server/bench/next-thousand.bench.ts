import { measureNext } from './measure-next.ts';

/** 1,000 callers share 10,000 tasks: each of them gets ten. `npm run bench -- next-thousand sqlite`, or `postgres`, for one store. */
await measureNext({ callers: 1_000, tasks: 10_000, limitMs: 100 });
