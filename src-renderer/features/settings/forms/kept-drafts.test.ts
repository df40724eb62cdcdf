import { expect, it } from 'vitest';
import { memoryStorage } from '../../../state/storage-fixture.ts';
import { newFormDraft } from './form-draft.ts';
import { keepDraft, keptDraft } from './kept-drafts.ts';

const HALF = { base: null, draft: { ...newFormDraft(), title: 'Half a ti' } };

it('keeps what was typed for the account that typed it, until it is saved or thrown away', () => {
  const storage = memoryStorage();
  keepDraft(storage, 'ada', null, HALF);
  keepDraft(storage, 'ada', 'f1', { ...HALF, draft: { ...HALF.draft, title: 'Other' } });
  const restarted = memoryStorage(Object.fromEntries(storage.items));
  expect(keptDraft(restarted, 'ada', null)).toEqual(HALF);
  expect(keptDraft(restarted, 'ada', 'f1')?.draft.title).toBe('Other');
  expect(keptDraft(restarted, 'bo', null)).toBeNull();
  keepDraft(restarted, 'ada', null, null);
  keepDraft(restarted, 'ada', 'f1', null);
  expect([...restarted.items]).toEqual([]);
});

it('leaves out what another version wrote', () => {
  const broken = [{}, null, { base: null }, { base: null, draft: {} }, { ...HALF, draft: { ...HALF.draft, fields: [1] } }];
  const drafts = Object.fromEntries(broken.map((value, index) => [`f${index}`, value]));
  for (const text of ['{', 'null', JSON.stringify({ ...drafts, '+new': HALF })]) {
    const storage = memoryStorage({ 'docket.form-drafts.ada': text });
    broken.forEach((_value, index) => {
      expect(keptDraft(storage, 'ada', `f${index}`)).toBeNull();
    });
    keepDraft(storage, 'ada', null, HALF);
    expect(JSON.parse(storage.items.get('docket.form-drafts.ada') ?? '')).toEqual({ '+new': HALF });
  }
});
