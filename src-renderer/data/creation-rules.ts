import type { Operation } from '../../src-shared/schema/operation.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { CreationRules } from './drawn-creation.ts';
import type { WorkspaceBook } from './workspace-state.ts';

/** As the workspace is at the moment that they are asked. */
export function creationRulesOf(workspace: WorkspaceBook): CreationRules {
  return {
    formOf: workspace.formOf,
    get queues() {
      return workspace.allQueues;
    },
    dueTarget: (queueUid, createdAt) => workspace.dueTarget(queueUid, createdAt),
  };
}

/** What the new task would be called; null where its form gives it no title. */
export function creationTitle({ payload }: Operation): string | null {
  const title = (payload.values as JsonObject).title;
  return typeof title === 'string' && title.trim() !== '' ? title : null;
}
