import { type Static, Type } from 'typebox';

/**
 * A moment in UTC, always printed as `2024-07-12T12:29:16.891000+00:00`: six digits and `+00:00`.
 * One fixed form means that timestamps sort as text.
 */
export const Timestamp = Type.String({ minLength: 32, maxLength: 32 });
export type Timestamp = Static<typeof Timestamp>;
