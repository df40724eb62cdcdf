import Type, { type Static, type TSchema, type TUnsafe } from 'typebox';

/** The schema's type or null, written as `type: [x, "null"]`, the only form that Fastify, RxDB and OpenAPI 3.1 all take. */
export function Nullable<Schema extends TSchema & { type: string }>(schema: Schema): TUnsafe<Static<Schema> | null> {
  const { type, enum: values, ...rest } = schema as Schema & { enum?: readonly unknown[] };
  return Type.Unsafe<Static<Schema> | null>({ type: [type, 'null'], ...(values ? { enum: [...values, null] } : {}), ...rest });
}
