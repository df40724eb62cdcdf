import { type CustomTypesConfig, types } from 'pg';

const { BOOL, INT8, NUMERIC } = types.builtins;

/** Columns as SQLite gives them: numbers for BIGINT, for sums of it and for comparisons. */
export const postgresTypes: CustomTypesConfig = {
  getTypeParser(oid: number, format?: unknown) {
    if (format === 'binary') throw new Error('values are read as text');
    switch (oid) {
      case INT8:
      case NUMERIC:
        return readNumber;
      case BOOL:
        return (text: string) => (text === 't' ? 1 : 0);
      default:
        return types.getTypeParser(oid);
    }
  },
};

/** Throws a RangeError for a number that a double cannot tell from its neighbours. */
function readNumber(text: string): number {
  const value = Number(text);
  // Moments after the year 2255 are beyond the safe integers; those that were written as a number come back as that one.
  if (text.length > 15 && Number.isInteger(value) && !Number.isSafeInteger(value) && String(value) !== text) {
    throw new RangeError(`${text} is not exact as a number`);
  }
  return value;
}
