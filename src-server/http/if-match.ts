import type { FastifyRequest } from 'fastify';
import type { Task } from '../../src-shared/schema/task.ts';
import { presentCurrent } from '../tasks/dialects/present-task.ts';
import { ApiError } from './api-error.ts';

/** `any`: the task must exist. Null: nothing was asked. */
export type IfMatch = number | 'any' | null;

/** `If-Match: 7`, `"7"`, `W/"7"` or `*`. Throws an ApiError `bad_request` for anything else. */
export function readIfMatch(request: FastifyRequest): IfMatch {
  const header = request.headers['if-match']?.trim();
  if (header === undefined || header === '') return null;
  if (header === '*') return 'any';
  const version = /^(?:W\/)?(?:"(\d{1,15})"|(\d{1,15}))$/.exec(header);
  if (!version) throw new ApiError('bad_request', 'If-Match takes the version of the task, such as 7, or *.');
  return Number(version[1] ?? version[2]);
}

/** Throws an ApiError `version_mismatch`. */
export function refuseOtherVersion(ifMatch: IfMatch, task: Task): void {
  if (ifMatch === null || ifMatch === 'any' || ifMatch === task.version) return;
  throw new ApiError('version_mismatch', `The task is at version ${task.version}, not ${ifMatch}.`, {
    details: { task: presentCurrent(task) },
  });
}

/** For what is no task: gives back what throws an ApiError `version_mismatch` when the request asked for another version. */
export function refuseOtherVersionOf(request: FastifyRequest): (current: { version: number }) => void {
  const ifMatch = readIfMatch(request);
  return (current) => {
    if (ifMatch === null || ifMatch === 'any' || ifMatch === current.version) return;
    throw new ApiError('version_mismatch', `This is at version ${current.version}, not ${ifMatch}.`, { details: { current } });
  };
}
