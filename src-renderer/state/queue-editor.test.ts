import { expect, it } from 'vitest';
import { newQueueDraft } from './queue-draft.ts';
import { connectQueueDrafts, draftKey, keepQueueDraft } from './queue-editor.ts';

function memory(start: Record<string, string> = {}) {
  const items = new Map(Object.entries(start));
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, text: string) => void items.set(name, text),
    removeItem: (name: string) => void items.delete(name),
    items,
  };
}

it('keeps what was typed for the account that typed it, over restarts', () => {
  const storage = memory();
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
    const storage = memory({ 'docket.queue-drafts.ada': text });
    connectQueueDrafts(storage, 'ada');
    keepQueueDraft('other', { base: null, draft: newQueueDraft() });
    expect(Object.keys(JSON.parse(storage.items.get('docket.queue-drafts.ada') ?? ''))).toEqual(['other']);
  }
});
