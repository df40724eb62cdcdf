import type { Database, Sql, SqlValue } from '../../../src-server/store/database.ts';

/** A planted fault: delivery rows are written in a transaction of their own, after that of their transitions. */
export function deliveriesApart(database: Database): Database {
  return {
    ...database,
    async write(work) {
      const later: { text: string; parameters: readonly SqlValue[] }[] = [];
      const value = await database.write((sql) => {
        later.length = 0;
        return work(withoutDeliveries(sql, (text, parameters) => later.push({ text, parameters })));
      });
      if (later.length > 0) {
        await database.write(async (sql) => {
          for (const { text, parameters } of later) await sql.run(text, parameters);
        });
      }
      return value;
    },
  };
}

function withoutDeliveries(sql: Sql, take: (text: string, parameters: readonly SqlValue[]) => void): Sql {
  return new Proxy(sql, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const [text, parameters] = given;
        if (typeof text === 'string' && text.startsWith('INSERT INTO deliveries')) {
          take(text, (parameters ?? []) as readonly SqlValue[]);
          return Promise.resolve(1);
        }
        return Reflect.apply(value, target, given);
      };
    },
  });
}
