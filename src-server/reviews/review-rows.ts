import type { Review } from '../../src-shared/http/review-endpoints.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import { formatTimestamp } from '../../src-shared/time/timestamp.ts';
import type { Sql } from '../store/database.ts';

export interface ReviewPosition {
  atMicros: number;
  id: string;
}

export interface ReviewFilter {
  state: Review['state'] | null;
  limit: number;
  after: ReviewPosition | null;
}

interface ReviewRow {
  id: string;
  task_uid: string;
  queue_uid: string | null;
  person_uid: string | null;
  completed_at: number;
  state: Review['state'];
  reviewer_uid: string | null;
  reviewer_name: string | null;
  reviewed_at: number | null;
  note: string | null;
  fields: string | null;
}

const SELECT = `SELECT r.id, r.task_uid, r.queue_uid, r.person_uid, r.completed_at, r.state, r.reviewer_uid, r.reviewer_name, r.reviewed_at,
    r.note, CASE WHEN t.deleted = 0 THEN t.fields END AS fields
  FROM reviews r LEFT JOIN tasks t ON t.uid = r.task_uid`;

/** Newest first. */
export async function listReviews(
  sql: Sql,
  { state, limit, after }: ReviewFilter,
): Promise<{ items: Review[]; next: ReviewPosition | null }> {
  const conditions = [
    ...(state === null ? [] : [{ text: 'r.state = ?', values: [state] }]),
    ...(after === null
      ? []
      : [{ text: '(r.completed_at < ? OR (r.completed_at = ? AND r.id < ?))', values: [after.atMicros, after.atMicros, after.id] }]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(({ text }) => text).join(' AND ')}`;
  const rows = await sql.all<ReviewRow>(`${SELECT}${where} ORDER BY r.completed_at DESC, r.id DESC LIMIT ?`, [
    ...conditions.flatMap(({ values }) => values),
    limit + 1,
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(reviewOf), next: rows.length > limit && last ? { atMicros: last.completed_at, id: last.id } : null };
}

export async function findReview(sql: Sql, id: string): Promise<Review | null> {
  const row = await sql.get<ReviewRow>(`${SELECT} WHERE r.id = ?`, [id]);
  return row ? reviewOf(row) : null;
}

export async function removeReviewsOfTask(sql: Sql, taskUid: string): Promise<void> {
  await sql.run('DELETE FROM reviews WHERE task_uid = ?', [taskUid]);
}

function reviewOf(row: ReviewRow): Review {
  const title = row.fields === null ? null : (JSON.parse(row.fields) as JsonObject).title;
  return {
    id: row.id,
    task_uid: row.task_uid,
    title: typeof title === 'string' ? title : null,
    queue_uid: row.queue_uid,
    person_uid: row.person_uid,
    completed_at: formatTimestamp(row.completed_at),
    state: row.state,
    reviewer_uid: row.reviewer_uid,
    reviewer_name: row.reviewer_name,
    reviewed_at: row.reviewed_at === null ? null : formatTimestamp(row.reviewed_at),
    note: row.note,
  };
}
