import { expect, test } from 'vitest';
import { memoryStorage } from './storage-fixture.ts';
import { draftKey, readDrafts, withDraft, writeDrafts } from './stored-drafts.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

test('drafts are read as they were written, and nothing stays when none is left', () => {
  const storage = memoryStorage();
  const drafts = withDraft(withDraft({}, draftKey(null), 'half a new one'), draftKey('a'), 'half of a');
  writeDrafts(storage, 'drafts', drafts);
  expect(readDrafts(storage, 'drafts', isText)).toEqual({ '+new': 'half a new one', a: 'half of a' });
  writeDrafts(storage, 'drafts', withDraft(withDraft(drafts, draftKey(null), null), 'a', null));
  expect([...storage.items]).toEqual([]);
});

test('what another version wrote is left out, the rest stays', () => {
  for (const text of ['{', 'null', '[1]', '{"a":1}']) {
    expect(readDrafts(memoryStorage({ drafts: text }), 'drafts', isText)).toEqual({});
  }
  expect(readDrafts(memoryStorage({ drafts: '{"a":1,"b":"kept"}' }), 'drafts', isText)).toEqual({ b: 'kept' });
});
