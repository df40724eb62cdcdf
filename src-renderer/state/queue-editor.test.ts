import { expect, it } from 'vitest';
import { newQueueDraft } from './queue-draft.ts';
import { connectQueueDrafts, keepQueueDraft, openMadeQueue, openQueueTarget, queuePage, queueTarget } from './queue-editor.ts';
import { memoryStorage } from './storage-fixture.ts';
import { draftKey } from './stored-drafts.ts';

it('keeps what was typed for the account that typed it, over restarts', () => {
  const storage = memoryStorage();
  const end = connectQueueDrafts(storage, 'ada');
  const kept = { base: null, draft: { ...newQueueDraft(), name: 'Half a na' } };
  keepQueueDraft(draftKey(null), kept);
  end();
  connectQueueDrafts(storage, 'bo')();
  expect(storage.items.get('docket.queue-drafts.bo')).toBeUndefined();
  const again = connectQueueDrafts(storage, 'ada');
  expect(JSON.parse(storage.items.get('docket.queue-drafts.ada') ?? '')).toEqual({ '+new': kept });
  keepQueueDraft(draftKey(null), null);
  again();
  expect([...storage.items]).toEqual([]);
});

it('starts without drafts where what is stored cannot be read', () => {
  for (const text of ['{', 'null', '{"a":1}', '{"a":{"base":null,"draft":{"name":1}}}']) {
    const storage = memoryStorage({ 'docket.queue-drafts.ada': text });
    connectQueueDrafts(storage, 'ada');
    keepQueueDraft('other', { base: null, draft: newQueueDraft() });
    expect(Object.keys(JSON.parse(storage.items.get('docket.queue-drafts.ada') ?? ''))).toEqual(['other']);
  }
});

it('goes on with a queue that was made on the page of the new one, unless that was left', () => {
  openQueueTarget({ kind: 'new' });
  const page = queuePage();
  openQueueTarget({ kind: 'new' });
  expect(openMadeQueue('refunds', page)).toBe(true);
  expect(queueTarget()).toEqual({ kind: 'queue', id: 'refunds' });
  expect(queuePage()).toBe(page);
  openQueueTarget({ kind: 'new' });
  expect(queuePage()).not.toBe(page);
  expect(openMadeQueue('claims', page)).toBe(false);
  expect(queueTarget()).toEqual({ kind: 'new' });
});
