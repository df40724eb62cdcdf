import type { Form, FormHints, FormTarget } from '../../src-shared/schema/form.ts';
import type { JsonObject } from '../../src-shared/schema/task.ts';
import type { Sql } from '../store/database.ts';

/** A form as it is kept: where it is found depends on who asks. */
export type StoredForm = Omit<Form, 'url'>;

interface FormRow {
  id: string;
  slug: string;
  title: string;
  description: string;
  json_schema: string;
  ui: string;
  prefill: string;
  target: string;
  is_public: number;
  frame_ancestors: string;
  enabled: number;
}

const COLUMNS = 'id, slug, title, description, json_schema, ui, prefill, target, is_public, frame_ancestors, enabled';

export async function listForms(sql: Sql): Promise<StoredForm[]> {
  return (await sql.all<FormRow>(`SELECT ${COLUMNS} FROM forms ORDER BY title, id`)).map(formOf);
}

export async function findForm(sql: Sql, id: string): Promise<StoredForm | null> {
  const row = await sql.get<FormRow>(`SELECT ${COLUMNS} FROM forms WHERE id = ?`, [id]);
  return row ? formOf(row) : null;
}

export async function findFormBySlug(sql: Sql, slug: string): Promise<StoredForm | null> {
  const row = await sql.get<FormRow>(`SELECT ${COLUMNS} FROM forms WHERE slug = ?`, [slug]);
  return row ? formOf(row) : null;
}

export async function countForms(sql: Sql): Promise<number> {
  return (await sql.get<{ count: number }>('SELECT COUNT(*) AS count FROM forms'))?.count ?? 0;
}

export async function saveForm(sql: Sql, form: StoredForm, nowMicros: number): Promise<void> {
  await sql.run(
    `INSERT INTO forms (${COLUMNS}, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, title = excluded.title, description = excluded.description,
       json_schema = excluded.json_schema, ui = excluded.ui, prefill = excluded.prefill, target = excluded.target,
       is_public = excluded.is_public, frame_ancestors = excluded.frame_ancestors, enabled = excluded.enabled,
       updated_at = excluded.updated_at`,
    [
      form.id,
      form.slug,
      form.title,
      form.description,
      JSON.stringify(form.schema),
      JSON.stringify(form.ui),
      JSON.stringify(form.prefill),
      JSON.stringify(form.target),
      form.public ? 1 : 0,
      JSON.stringify(form.frame_ancestors),
      form.enabled ? 1 : 0,
      nowMicros,
      nowMicros,
    ],
  );
  sql.notify('forms');
}

export async function removeForm(sql: Sql, id: string): Promise<void> {
  await sql.run('DELETE FROM forms WHERE id = ?', [id]);
  sql.notify('forms');
}

function formOf(row: FormRow): StoredForm {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    description: row.description,
    schema: JSON.parse(row.json_schema) as JsonObject,
    ui: JSON.parse(row.ui) as FormHints,
    prefill: JSON.parse(row.prefill) as string[],
    target: JSON.parse(row.target) as FormTarget,
    public: row.is_public === 1,
    frame_ancestors: JSON.parse(row.frame_ancestors) as string[],
    enabled: row.enabled === 1,
  };
}
