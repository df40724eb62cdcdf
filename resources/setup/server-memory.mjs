/** What only the command line and the environment of a server's process can say about its memory; `npm run server` says the same. */
export const youngSpaceFlag = '--max-semi-space-size=32';
/** One thread beside each of the server's collects with it: V8's four get into each other's way, and into the server's. */
export const collectorsFlag = '--v8-pool-size=1';

/** One heap of glibc's for all threads: each would keep some megabytes to itself. Other systems pass over it. */
export const memoryEnvironment = { MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '1' };
