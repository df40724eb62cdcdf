import type { Task, TaskStatus } from '../../src-shared/schema/task.ts';

/** A task with what only the server keeps about it. */
export interface StoredTask {
  task: Task;
  seq: number;
  deleted: boolean;
  queueOverride: string | null;
  /** What each source sent last. */
  sourceState: Readonly<Record<string, SourceState>>;
}

export interface SourceState {
  status?: TaskStatus;
  assignee?: string | null;
}
