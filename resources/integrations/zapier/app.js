import { addApiKey, explainRefusal } from './api-requests.js';
import { authentication } from './authentication.js';
import { upsertTask } from './creates/upsert-task.js';
import { findTask } from './searches/find-task.js';
import { taskStatusChanged } from './triggers/task-status-changed.js';

/** Everything but the versions. */
export const app = {
  authentication,
  beforeRequest: [addApiKey],
  afterResponse: [explainRefusal],
  triggers: { [taskStatusChanged.key]: taskStatusChanged },
  creates: { [upsertTask.key]: upsertTask },
  searches: { [findTask.key]: findTask },
  flags: { cleanInputData: true },
};
