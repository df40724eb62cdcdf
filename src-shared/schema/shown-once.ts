import { Type } from 'typebox';

/** A secret in an answer. A repeat for an `Idempotency-Key` gets the answer without it, so the API's description does not require it. */
export const ShownOnce = Type.String({ description: 'Shown once: left out where the answer is repeated for an Idempotency-Key.' });
