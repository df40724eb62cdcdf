export interface PostgresStatement {
  text: string;
  /** Prepared once per connection under this name; null: sent as text every time. */
  name: string | null;
}

/** Statement texts are few (they are written in the code); what lists of varying length make on top stays unnamed. */
const NAMED_MAXIMUM = 500;
const statements = new Map<string, PostgresStatement>();

/** A statement in the common subset → as PostgreSQL wants it. */
export function postgresStatementOf(text: string): PostgresStatement {
  const known = statements.get(text);
  if (known) return known;
  // A plan that looks for many rows at once must fit the table as it is: one that was made while it was small would go on
  // reading all of it. What inserts them looks for none.
  const isRepeated = /^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text) && !/^\s*UPDATE\b[\s\S]*\bunnest\(/i.test(text);
  const named = isRepeated && statements.size < NAMED_MAXIMUM;
  const statement = { text: translate(text), name: named ? `docket_${statements.size}` : null };
  if (named) statements.set(text, statement);
  return statement;
}

/** Whatever is inside quotes or comments is left alone. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?|\bTEXT\b/gi;

function translate(text: string): string {
  const definesColumns = /^\s*(CREATE|ALTER)\s+TABLE\b/i.test(text);
  let parameters = 0;
  return text.replace(TOKENS, (token) => {
    if (token === '?') {
      parameters += 1;
      return `$${parameters}`;
    }
    // By bytes, as SQLite sorts and compares, whatever the locale of the database is.
    return definesColumns && token.toUpperCase() === 'TEXT' ? 'TEXT COLLATE "C"' : token;
  });
}
