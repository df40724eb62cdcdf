import type { VendorItem } from './vendor.ts';

/** What is left of an item that is not there any more. */
export function deletedItem(externalId: string, statusWord = 'deleted'): VendorItem {
  return {
    externalId,
    state: 'deleted',
    statusWord,
    assigneeExternalId: null,
    title: null,
    url: null,
    dueAt: null,
    createdAt: null,
    fields: {},
  };
}
