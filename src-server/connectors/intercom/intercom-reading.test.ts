import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { type CollectedPages, collectPages, openIds } from '../simulated-vendor-fixture.ts';
import type { VendorItem } from '../vendor.ts';
import type { ConnectedVendor } from '../vendor-fixture.ts';
import { startIntercom } from './intercom-fixture.ts';

function readChanges({ client }: ConnectedVendor, watermark: JsonValue | null, resume: JsonValue | null = null): Promise<CollectedPages> {
  if (!client.readChanges) throw new Error('the client reads no changes');
  return collectPages(client.readChanges(watermark, resume));
}

describe('reading Intercom', () => {
  it('imports all that is open, whole, with titles, places and all metadata but the messages', async () => {
    const { simulator, connect } = await startIntercom({ items: 700 });
    const [ticket = '', conversation = ''] = simulator.create([
      { title: 'Broken invoice', assigneeExternalId: '991267460', fields: { object: 'ticket', vip: true } },
      { title: 'Where is it?', fields: { object: 'conversation', plan: 'gold' } },
    ]);
    simulator.close(
      simulator
        .items()
        .slice(0, 9)
        .map(({ externalId }) => externalId),
    );
    const { items, pages } = await readChanges(connect(), null);
    expect([...items.keys()].sort()).toEqual(openIds(simulator));
    expect(pages[0]?.total).toBe(693);
    expect(pages.flatMap((page) => page.items)).toHaveLength(693);
    const id = ticket.slice('ticket:'.length);
    expect(items.get(ticket)).toMatchObject({
      state: 'open',
      statusWord: 'submitted',
      assigneeExternalId: '991267460',
      title: 'Broken invoice',
      url: `https://app.intercom.com/a/inbox/abc123/inbox/conversation/${id}`,
      createdAt: '2026-03-01T09:00:00.000000+00:00',
      fields: { object: 'ticket', ticket_state: { category: 'submitted' }, ticket_attributes: { vip: true }, open: true },
    });
    expect(items.get(ticket)?.fields).not.toHaveProperty('ticket_parts');
    expect(items.get(conversation)).toMatchObject({
      statusWord: 'open',
      assigneeExternalId: null,
      fields: { custom_attributes: { plan: 'gold' } },
    });
    expect(simulator.violations()).toEqual([]);
  });

  it('goes on where it was after a restart, without reading what was stored', async () => {
    const { simulator, connect } = await startIntercom({ items: 1_400 });
    const vendor = connect();
    const stored = new Set<string>();
    let resume: JsonValue | null = null;
    for await (const page of vendor.client.readChanges?.(null, null) ?? []) {
      for (const { externalId } of page.items) stored.add(externalId);
      resume = page.resume;
      if (stored.size > 500) break;
    }
    const before = stored.size;
    const rest = await readChanges(connect(), null, resume);
    expect(rest.items.size).toBeLessThan(1_400 - before + 10);
    for (const id of rest.items.keys()) stored.add(id);
    expect([...stored].sort()).toEqual(openIds(simulator));
  });

  it('finds every later change, those that share a second in bulk too, and what was deleted', async () => {
    const { simulator, connect } = await startIntercom({ items: 1_000 });
    const first = await readChanges(connect(), null);
    simulator.advanceMs(3_600_000);
    const before = simulator.items();
    const ids = before.map(({ externalId }) => externalId);
    const [closed, assigned, deleted] = [ids.slice(0, 400), ids.slice(400, 800), ids.slice(900, 940)];
    simulator.close(closed);
    simulator.assign(assigned, '991267461');
    simulator.delete(deleted);
    const { items, watermark } = await readChanges(connect(), first.watermark);
    expect(closed.filter((id) => items.get(id)?.state !== 'closed')).toEqual([]);
    const moved = before.slice(400, 800).filter(({ assigneeExternalId }) => assigneeExternalId !== '991267461');
    expect(moved.length).toBeGreaterThan(300);
    expect(moved.filter(({ externalId }) => items.get(externalId)?.assigneeExternalId !== '991267461')).toEqual([]);
    const conversations = deleted.filter((id) => id.startsWith('conversation:'));
    expect(conversations.filter((id) => items.get(id)?.state !== 'deleted')).toEqual([]);
    simulator.advanceMs(600_000);
    const last = await readChanges(connect(), watermark);
    expect((await readChanges(connect(), last.watermark)).watermark).toEqual(last.watermark);
    expect(simulator.violations()).toEqual([]);
  });

  it('misses nothing that stays open while others move and close under its reading', async () => {
    const { simulator, connect } = await startIntercom({ items: 1_200 });
    const ids = simulator.items().map(({ externalId }) => externalId);
    const found = new Set<string>();
    let turn = 0;
    for await (const page of connect().client.readAllOpen(null)) {
      for (const { externalId } of page.items) found.add(externalId);
      turn += 1;
      simulator.advanceMs(5_000);
      simulator.close(ids.slice(turn * 20, turn * 20 + 20));
      simulator.update(ids.slice(600 + turn * 20, 620 + turn * 20), { fields: { turn } });
    }
    expect(openIds(simulator).filter((id) => !found.has(id))).toEqual([]);
  });

  it('takes what changes again while changes are read', async () => {
    const { simulator, connect } = await startIntercom({ items: 1_000 });
    const first = await readChanges(connect(), null);
    const ids = simulator.items().map(({ externalId }) => externalId);
    for (const id of ids) {
      simulator.advanceMs(1_000);
      simulator.update([id], { fields: { turn: 0 } });
    }
    const found = new Map<string, VendorItem>();
    let turn = 0;
    let watermark: JsonValue = null;
    for await (const page of connect().client.readChanges?.(first.watermark, null) ?? []) {
      for (const item of page.items) found.set(item.externalId, item);
      watermark = page.watermark ?? null;
      turn += 1;
      // Among them the last of the page, which the next one begins with.
      if (turn < 6) for (const { externalId } of page.items.slice(-2)) simulator.close([externalId]);
    }
    const closed = simulator.items().filter(({ state }) => state === 'closed');
    expect(closed.length).toBeGreaterThan(4);
    expect(ids.filter((id) => !found.has(id))).toEqual([]);
    for (const [id, item] of (await readChanges(connect(), watermark)).items) found.set(id, item);
    expect(closed.filter(({ externalId }) => found.get(externalId)?.state !== 'closed')).toEqual([]);
  });

  it('finds what searches show late', async () => {
    const { simulator, connect } = await startIntercom({ items: 4, searchLagMs: 60_000 });
    const first = await readChanges(connect(), null);
    const [late = ''] = simulator.create([{ title: 'Late', fields: { object: 'ticket' } }]);
    const [touched = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.advanceMs(30_000);
    simulator.update([touched], { title: 'Touched' });
    const second = await readChanges(connect(), first.watermark);
    expect(second.items.has(late)).toBe(false);
    simulator.advanceMs(61_000);
    const third = await readChanges(connect(), second.watermark);
    expect([third.items.get(late)?.title, third.items.get(touched)?.title]).toEqual(['Late', 'Touched']);
  });

  it('reads without an order where searches take none', async () => {
    const { simulator, connect } = await startIntercom({ items: 500, isSortTaken: false });
    const vendor = connect();
    const first = await readChanges(vendor, null);
    expect(first.items.size).toBe(500);
    simulator.advanceMs(600_000);
    const [id = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.close([id]);
    expect((await readChanges(connect(), first.watermark)).items.get(id)?.state).toBe('closed');
  });

  it('tells what single items have become, deleted tickets too', async () => {
    const { simulator, connect } = await startIntercom();
    const [open = '', closed = '', gone = ''] = simulator.create(
      ['open', 'closed', 'gone'].map((title) => ({ title, fields: { object: 'ticket' } })),
    );
    simulator.close([closed]);
    simulator.delete([gone]);
    const items = await connect().client.readItems([open, closed, gone]);
    expect(items.map(({ externalId, state }) => [externalId, state])).toEqual([
      [open, 'open'],
      [closed, 'closed'],
      [gone, 'deleted'],
    ]);
  });

  it('gives everybody who can hold an item, and what statuses are called', async () => {
    const { simulator, connect } = await startIntercom();
    const vendor = connect();
    const people = [];
    for await (const page of vendor.client.readPeople()) people.push(...page);
    expect(people.map(({ externalId, email }) => ({ externalId, email }))).toEqual(
      simulator.people.map(({ externalId, email }) => ({ externalId, email })),
    );
    const account = await vendor.client.check();
    expect(account.name).toBe('Acme Support');
    expect(account.statuses.filter(({ isClosed }) => isClosed).map(({ word }) => word)).toEqual(['resolved', 'closed']);
    expect(account.warnings).toEqual([]);
  });
});
