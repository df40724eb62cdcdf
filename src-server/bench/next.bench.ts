import { measureNext } from './measure-next.ts';

/** 200 callers share 2,000 tasks: each of them gets ten. `npm run bench -- next sqlite`, or `next postgres`, for one store. */
await measureNext({ callers: 200, tasks: 2_000, limitMs: 50 });
