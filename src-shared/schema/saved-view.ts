import { type Static, Type } from 'typebox';
import { Identifier } from './identifier.ts';
import { StringEnum } from './string-enum.ts';
import { JsonObject } from './task.ts';
import { Timestamp } from './timestamp.ts';

const Path = Type.String({ minLength: 1, maxLength: 256 });
const ViewSort = Type.Object({ field: Path, order: StringEnum(['asc', 'desc']) }, { additionalProperties: false });

/** A list of tasks that somebody keeps under a name. */
export const SavedView = Type.Object(
  {
    id: Identifier,
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** For everybody; else for its owner alone. */
    shared: Type.Boolean(),
    owner_uid: Identifier,
    /** Which tasks: in the language of queues, over every attribute that a search knows. */
    condition: JsonObject,
    sorts: Type.Array(ViewSort, { maxItems: 5 }),
    columns: Type.Array(Path, { maxItems: 50 }),
    /** What else a console keeps about it: widths, density. The server does not look into it. */
    display: JsonObject,
    /** Grows by one with every change. */
    version: Type.Integer({ minimum: 1 }),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  { additionalProperties: false },
);
export type SavedView = Static<typeof SavedView>;
