import type { Clock } from '../clock.ts';
import { createPiecewiseWork, PIECE_LIMITS, type PieceLimits, type PiecewiseDependencies, type PiecewiseWork } from './piecewise-work.ts';
import { routeChunk } from './route-chunk.ts';

export interface ReroutingDependencies extends PiecewiseDependencies {
  clock: Clock;
  limits?: PieceLimits;
}

/** Routes open tasks again after queues were changed; a newer change makes it start over. */
export function createRerouting(dependencies: ReroutingDependencies): PiecewiseWork {
  const { limits = PIECE_LIMITS } = dependencies;
  return createPiecewiseWork(dependencies, (sql) => routeChunk(sql, dependencies, limits));
}
