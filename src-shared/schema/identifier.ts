import { type Static, Type } from 'typebox';

/** 1 to 128 characters that need no escaping in a URL path, a header or a file name's stem. */
export const Identifier = Type.String({ pattern: '^[A-Za-z0-9._:~@-]{1,128}$', minLength: 1, maxLength: 128 });
export type Identifier = Static<typeof Identifier>;
