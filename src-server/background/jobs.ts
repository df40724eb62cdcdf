import type { QueuePreviewRequest } from '../../src-shared/http/queue-endpoints.ts';
import { type InsightRequest, readInsights } from '../insights/read-insights.ts';
import { previewRouting } from '../queues/preview-routing.ts';
import type { Sql } from '../store/database.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { searchTasks } from '../tasks/search-tasks.ts';

/** In which a job ends by itself. */
export interface JobTime {
  /** Throws when the time is over; to be called now and then. */
  check: () => void;
  leftMs: () => number;
}

/** What the background thread can do: each job reads one snapshot. */
export const BACKGROUND_JOBS = {
  listTasks: (sql: Sql, request: Parameters<typeof listTasks>[1], { check }: JobTime) => listTasks(sql, request, check),
  searchTasks: (sql: Sql, request: Parameters<typeof searchTasks>[1], { check }: JobTime) => searchTasks(sql, request, check),
  previewRouting: (sql: Sql, request: QueuePreviewRequest, { leftMs }: JobTime) => previewRouting(sql, request, leftMs()),
  readInsights: (sql: Sql, request: InsightRequest, { check }: JobTime) => readInsights(sql, request, check),
};
export type BackgroundJobs = typeof BACKGROUND_JOBS;
