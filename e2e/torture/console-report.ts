import type { TaskQuery } from '../../src-renderer/data/console-data.ts';
import type { User } from '../../src-shared/schema/user.ts';
import type { OperationResult } from '../../src-shared/sync/protocol.ts';

/** What a console's process is started with. */
export interface ConsoleOrders {
  address: string;
  token: string;
  user: User;
  /** Of its journal: all that is left of it when it is killed. */
  directory: string;
  seed: number;
  query: TaskQuery;
}

/** What a console's process tells, a line each. */
export type ConsoleReport =
  | { type: 'started' }
  /** The operator was told so. */
  | { type: 'saved'; opIds: string[] }
  | { type: 'undone'; opIds: string[] }
  | { type: 'answers'; results: OperationResult[] }
  | { type: 'refused'; text: string }
  | { type: 'shows'; isAtRest: boolean; tasks: object[]; inbox: string[]; mode: string; pendingCount: number };
