import { expect, test } from 'vitest';
import { officeHours } from '../../../../src-shared/schedule/schedule-fixture.ts';
import { memoryStorage } from '../../../state/storage-fixture.ts';
import { keepDraft, keptDraft } from './kept-drafts.ts';
import { draftOfSchedule, newScheduleDraft } from './schedule-draft.ts';

test('what is half typed is there again, by schedule and account, until it is saved', () => {
  const storage = memoryStorage();
  const base = officeHours();
  const half = { base, draft: { ...draftOfSchedule(base), name: 'Half' } };
  keepDraft(storage, 'ada', base.id, half);
  keepDraft(storage, 'ada', null, { base: null, draft: newScheduleDraft('UTC') });
  expect(keptDraft(storage, 'ada', base.id)).toEqual(half);
  expect([keptDraft(storage, 'bo', base.id), keptDraft(storage, 'ada', 'other')]).toEqual([null, null]);
  keepDraft(storage, 'ada', base.id, null);
  expect(keptDraft(storage, 'ada', base.id)).toBeNull();
  expect(keptDraft(storage, 'ada', null)?.draft.timeZone).toBe('UTC');
});

test('what another version kept is left out', () => {
  const storage = memoryStorage();
  storage.setItem('docket.schedule-drafts.ada', JSON.stringify({ office: { base: null, draft: { name: 'X', week: {} } } }));
  expect(keptDraft(storage, 'ada', 'office')).toBeNull();
});
