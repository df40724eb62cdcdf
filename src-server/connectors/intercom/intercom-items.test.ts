import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { statusOf } from '../engine/map-item.ts';
import type { VendorItem } from '../vendor.ts';
import { readConversation, readTicket } from './intercom-items.ts';
import { INTERCOM } from './intercom-kind.ts';

const place = { inboxUrl: 'https://app.eu.intercom.com', workspaceId: 'abc', hasTickets: true };

function ticket(more: JsonObject): VendorItem {
  const read = readTicket({ id: '7', updated_at: 1, open: true, ticket_state: { category: 'submitted' }, ...more }, place);
  if (!('item' in read)) throw new Error(read.reason);
  return read.item;
}

function conversation(more: JsonObject, hasTickets = true): VendorItem {
  const read = readConversation({ id: '8', updated_at: 1, state: 'open', ...more }, { ...place, hasTickets });
  if (!('item' in read)) throw new Error(read.reason);
  return read.item;
}

function becomes(item: VendorItem): string {
  return item.state === 'open' ? statusOf(INTERCOM.statuses, item.statusWord, item.assigneeExternalId) : 'DONE';
}

describe('what an item of Intercom becomes', () => {
  it.each([
    ['submitted', 'TODO', 'TODO'],
    ['in_progress', 'TODO', 'STARTED'],
    ['waiting_on_customer', 'TODO', 'ASSIGNED'],
    ['resolved', 'DONE', 'DONE'],
    ['a_new_category', 'TODO', 'ASSIGNED'],
  ])('a ticket that is %s is %s, and with somebody %s', (category, alone, held) => {
    expect(becomes(ticket({ ticket_state: { category }, admin_assignee_id: 0 }))).toBe(alone);
    expect(becomes(ticket({ ticket_state: { category }, admin_assignee_id: 991 }))).toBe(held);
    expect(becomes(ticket({ ticket_state: { category }, open: false }))).toBe('DONE');
  });

  it.each([
    ['open', 'TODO', 'ASSIGNED'],
    ['snoozed', 'TODO', 'ASSIGNED'],
    ['closed', 'DONE', 'DONE'],
  ])('a conversation that is %s is %s, and with somebody %s', (state, alone, held) => {
    expect(becomes(conversation({ state, admin_assignee_id: null }))).toBe(alone);
    expect(becomes(conversation({ state, admin_assignee_id: '991' }))).toBe(held);
  });

  it('keeps until when a conversation is snoozed, and how urgent it is', () => {
    const snoozed = conversation({ state: 'snoozed', snoozed_until: 1_772_400_000, priority: 'urgent', waiting_since: null });
    expect(snoozed).toMatchObject({ priority: 1, fields: { state: 'snoozed', snoozed_until: 1_772_400_000 } });
    expect(snoozed.fields).not.toHaveProperty('waiting_since');
  });

  it('is called by its title, its subject, or the beginning of its message without the markup', () => {
    const source = { subject: '', body: '<p>Where is my <b>order</b> &amp; invoice?</p>' };
    expect(conversation({ title: null, source }).title).toBe('Where is my order & invoice?');
    expect(conversation({ title: null, source: { ...source, subject: 'Order 12' } }).title).toBe('Order 12');
    expect(conversation({ title: 'Lost order', source }).title).toBe('Lost order');
    expect(conversation({ source: { body: 'x'.repeat(500) } }).title).toHaveLength(120);
    expect(ticket({ ticket_id: '40' }).title).toBe('Ticket 40');
    expect(ticket({}).url).toBe('https://app.eu.intercom.com/a/inbox/abc/inbox/conversation/7');
  });

  it('is mirrored once, as a ticket, where a conversation was made into one', () => {
    expect(conversation({ ticket: { id: '8' } }).state).toBe('closed');
    expect(conversation({ ticket: { id: '8' } }, false).state).toBe('open');
    expect(conversation({ ticket: null }).state).toBe('open');
  });

  it('is passed over with a reason where it cannot be read', () => {
    expect(readTicket({ id: '7', updated_at: 1 }, place)).toEqual({
      externalId: 'ticket:7',
      reason: expect.stringContaining('ticket_state'),
    });
    expect(readConversation({ state: 'open' }, place)).toEqual({ externalId: null, reason: expect.any(String) });
  });
});
