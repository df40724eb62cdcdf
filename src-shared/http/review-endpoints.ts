import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { StringEnum } from '../schema/string-enum.ts';
import { TASK_LIMITS } from '../schema/task-limits.ts';
import { Timestamp } from '../schema/timestamp.ts';
import { BASE, type Endpoint, MANAGERS } from './endpoint.ts';

export const REVIEW_STATES = ['open', 'passed', 'failed'] as const;
export const REVIEW_PAGE = { default: 50, maximum: 500 } as const;

/** A completed task that was drawn for somebody else to look at. */
export const Review = Type.Object(
  {
    id: Identifier,
    task_uid: Identifier,
    /** The task's, now; null where it has none or is gone. */
    title: Nullable(Type.String()),
    queue_uid: Nullable(Identifier),
    /** Who completed it. */
    person_uid: Nullable(Identifier),
    completed_at: Timestamp,
    state: StringEnum(REVIEW_STATES),
    reviewer_uid: Nullable(Identifier),
    reviewer_name: Nullable(Type.String()),
    reviewed_at: Nullable(Timestamp),
    note: Nullable(Type.String()),
  },
  { additionalProperties: false },
);
export type Review = Static<typeof Review>;

/** `percent`: of what is completed from now on; 0 draws nothing. */
export const ReviewSettings = Type.Object({ percent: Type.Integer({ minimum: 0, maximum: 100 }) }, { additionalProperties: false });
export type ReviewSettings = Static<typeof ReviewSettings>;

/** `note`: becomes a comment of the task. `reopen`: the task has to be done again. */
export const ReviewVerdict = Type.Object(
  {
    verdict: StringEnum(['passed', 'failed'] as const),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: TASK_LIMITS.commentCharacters })),
    reopen: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ReviewVerdict = Static<typeof ReviewVerdict>;

const REVIEWERS = { roles: MANAGERS, scope: 'admin' } as const;

export const REVIEW_ENDPOINTS = {
  'reviews.list': {
    method: 'GET',
    path: `${BASE}/reviews`,
    summary: 'Completed tasks that were drawn for a review, newest first.',
    access: REVIEWERS,
    query: Type.Object({
      state: Type.Optional(StringEnum(REVIEW_STATES)),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: REVIEW_PAGE.maximum })),
      cursor: Type.Optional(Type.String({ maxLength: 256 })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(Review),
        meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
      }),
    },
  },
  'reviews.settings': {
    method: 'GET',
    path: `${BASE}/reviews/settings`,
    summary: 'What share of completed tasks is drawn.',
    access: REVIEWERS,
    answers: { 200: ReviewSettings },
  },
  'reviews.configure': {
    method: 'PUT',
    path: `${BASE}/reviews/settings`,
    summary: 'Sets what share of the tasks that are completed from now on is drawn.',
    isAudited: true,
    access: REVIEWERS,
    body: { schema: ReviewSettings },
    answers: { 200: ReviewSettings },
  },
  'reviews.decide': {
    method: 'POST',
    path: `${BASE}/reviews/:id`,
    summary: 'Says whether a completed task was done well; by somebody else than who did it, and once.',
    isAudited: true,
    access: REVIEWERS,
    parameters: Type.Object({ id: Identifier }),
    body: { schema: ReviewVerdict },
    answers: { 200: Review },
  },
} as const satisfies Record<string, Endpoint>;
