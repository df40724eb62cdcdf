import type { Sql } from './database.ts';

/** What the server notes about itself, by name; null: nothing yet. */
export async function readServerValue(sql: Sql, name: string): Promise<string | null> {
  const row = await sql.get<{ content: string }>('SELECT content FROM server_values WHERE name = ?', [name]);
  return row?.content ?? null;
}

export async function writeServerValue(sql: Sql, name: string, content: string): Promise<void> {
  await sql.run('INSERT INTO server_values (name, content) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET content = excluded.content', [
    name,
    content,
  ]);
}
