import { parentPort, workerData } from 'node:worker_threads';
import { backUpDatabase } from './back-up-database.ts';

// Started by `back-up-in-thread.ts`: copying a large file takes seconds in which the server goes on answering.
const { source, target } = workerData as { source: string; target: string };
parentPort?.postMessage(backUpDatabase(source, target));
