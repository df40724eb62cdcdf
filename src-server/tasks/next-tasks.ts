import { coversSkills } from '../../src-shared/task/actor.ts';
import type { Sql } from '../store/database.ts';
import type { RowBatch } from '../store/row-batch.ts';
import type { StoredTask } from './stored-task.ts';
import { storedTaskOf, TASK_COLUMNS, type TaskRow } from './task-row.ts';

/** Most of the time the first ones fit; many that ask for other skills are passed over in a few looks. */
const LOOK_MAXIMUM = 512;

export interface Look {
  queueUid: string;
  nowMicros: number;
}

/**
 * The free tasks of a queue that are awake, the most urgent first, for some who claim them one after the other in one
 * transaction, in which nothing else may write tasks meanwhile.
 */
export class NextTasks {
  readonly #sql: Sql;
  readonly #look: Look;
  /** One more than is needed shows that somebody can be passed over. */
  #limit: number;
  #left: TaskRow[] = [];
  #looked: Promise<void> | null = null;
  #isAll = false;

  constructor(sql: Sql, look: Look, claims: number) {
    this.#sql = sql;
    this.#look = look;
    this.#limit = Math.min(claims + 1, LOOK_MAXIMUM);
  }

  /** Looks for as many as are going to be claimed. */
  lookAhead(): Promise<void> {
    this.#looked ??= this.#lookFurther();
    return this.#looked;
  }

  /** `skills`: those that the task's must be among; null when they do not matter. `rows`: what was written so far. */
  async findFirst(skills: readonly string[] | null, rows: RowBatch): Promise<StoredTask | null> {
    await this.lookAhead();
    const fits = (task: TaskRow) => skills === null || task.skills === '[]' || coversSkills(skills, JSON.parse(task.skills) as string[]);
    for (let from = 0; ; ) {
      const found = this.#left.find((task, place) => place >= from && fits(task));
      if (found) return storedTaskOf(found);
      if (this.#isAll) return null;
      from = this.#left.length;
      // What was claimed must not be found again.
      rows.send();
      await this.#lookFurther();
    }
  }

  /** It was claimed. */
  remove(uid: string): void {
    const index = this.#left.findIndex((task) => task.uid === uid);
    if (index >= 0) this.#left.splice(index, 1);
  }

  async #lookFurther(): Promise<void> {
    const { queueUid, nowMicros } = this.#look;
    const found = await this.#sql.all<TaskRow>(
      `SELECT ${TASK_COLUMNS} FROM tasks
       WHERE queue_uid = ? AND deleted = 0 AND status = 'TODO' AND (snooze_expires_at IS NULL OR snooze_expires_at <= ?)
       ORDER BY due_at, COALESCE(priority, -1e300) DESC, created_at, uid LIMIT ? OFFSET ?`,
      [queueUid, nowMicros, this.#limit, this.#left.length],
    );
    this.#left.push(...found);
    this.#isAll = found.length < this.#limit;
    this.#limit = Math.min(this.#limit * 8, LOOK_MAXIMUM);
  }
}
