// Apart from the schema of a task: threads that check none need not load what schemas are made with.

export const TASK_STATUSES = ['TODO', 'ASSIGNED', 'STARTED', 'DONE'] as const;

export const TASK_LIMITS = {
  fieldsDepth: 16,
  fieldsKeys: 500,
  taskBytes: 256 * 1024,
  skills: 64,
  commentCharacters: 10_000,
  reasonCharacters: 1_000,
} as const;
