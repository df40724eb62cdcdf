import type { Form } from '../../src-shared/schema/form.ts';
import type { StoredForm } from './form-rows.ts';

/** `base`: how the asker sees the server. */
export function presentForm(form: StoredForm, base: string): Form {
  return { ...form, url: `${base}/f/${form.slug}` };
}
