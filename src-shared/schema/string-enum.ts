import { type TUnsafe, Type } from 'typebox';

/**
 * A closed list of strings. TypeBox's own enum leaves `type` out, and RxDB refuses an index on an enum without one.
 */
export function StringEnum<const Values extends readonly string[]>(values: Values): TUnsafe<Values[number]> {
  return Type.Unsafe<Values[number]>({ type: 'string', enum: [...values], maxLength: Math.max(...values.map((value) => value.length)) });
}
