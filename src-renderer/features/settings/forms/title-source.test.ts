import { expect, test } from 'vitest';
import { type FormDraft, newFormDraft } from './form-draft.ts';
import { addedField, sourceOfTitle, withTitleFrom } from './title-source.ts';

function withField(draft: FormDraft, key: string, kind: 'text' | 'number'): FormDraft {
  return { ...draft, fields: [...draft.fields, addedField(draft, key, kind)] };
}

test('the first line of text is the title of the task, whatever came before it', () => {
  const draft = withField(withField(withField(newFormDraft(), 'amount', 'number'), 'customer', 'text'), 'city', 'text');
  expect(draft.fields.map(({ name }) => name)).toEqual(['', 'title', '']);
  expect(sourceOfTitle(draft)).toBe('customer');
});

test('a title that was chosen, or given up, stays so', () => {
  const fixed: FormDraft = { ...newFormDraft(), fixed: [['title', 'Complaint']] };
  expect(withField(fixed, 'customer', 'text').fields[0]?.name).toBe('');
  const first = withField(newFormDraft(), 'customer', 'text');
  const givenUp = { ...first, ...withTitleFrom(first, '') };
  expect(sourceOfTitle(withField(givenUp, 'city', 'text'))).toBe('');
});
