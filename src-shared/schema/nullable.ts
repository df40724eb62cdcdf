import { type Static, type TSchema, type TUnsafe, Type } from 'typebox';

/**
 * The schema's type or null, written as `type: [x, "null"]`, the only form that Fastify, RxDB and OpenAPI 3.1 all take.
 * Throws for schemas without a `type`, such as unions.
 */
export function Nullable<Schema extends TSchema>(schema: Schema): TUnsafe<Static<Schema> | null> {
  const { type, enum: values, ...rest } = schema as Schema & { type?: unknown; enum?: readonly unknown[] };
  if (typeof type !== 'string') throw new TypeError('only a schema with a type can be nullable');
  return Type.Unsafe<Static<Schema> | null>({ type: [type, 'null'], ...(values ? { enum: [...values, null] } : {}), ...rest });
}
