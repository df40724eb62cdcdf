import type { FastifyInstance } from 'fastify';
import type { AppDependencies } from '../app-dependencies.ts';

export function registerQueueRoutes(_app: FastifyInstance, _dependencies: AppDependencies): void {
  // Being written.
}
