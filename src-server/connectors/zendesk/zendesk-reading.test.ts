import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { collectPages } from '../simulated-vendor-fixture.ts';
import type { VendorItem, VendorPerson } from '../vendor.ts';
import { startZendesk } from './zendesk-fixture.ts';

const states = (items: ReadonlyMap<string, VendorItem>) => Object.fromEntries([...items].map(([id, { state }]) => [id, state]));

describe('reading from Zendesk', () => {
  it('imports what is open with all that is known of it', async () => {
    const { simulator, client } = await startZendesk();
    const [held = '', fresh = '', solved = ''] = simulator.create([
      {
        title: 'Printer on fire',
        assigneeExternalId: '400002',
        fields: {
          status: 'hold',
          custom_status_id: 9_101,
          priority: 'high',
          due_at: '2026-12-01T10:00:00Z',
          tags: ['vip'],
          custom_fields: [
            { id: 27_642, value: '745' },
            { id: 27_643, value: null },
          ],
        },
      },
      { title: 'New one' },
      { title: 'Solved', assigneeExternalId: '400001' },
    ]);
    simulator.close([solved]);
    simulator.advanceMs(120_000);
    const { items, pages } = await collectPages(client.readChanges?.(null, null));
    // What was closed lately is told too, lest the search took it for open.
    expect(states(items)).toEqual({ [held]: 'open', [fresh]: 'open', [solved]: 'closed' });
    expect(items.get(held)).toMatchObject({
      statusWord: 'custom_status:9101',
      assigneeExternalId: '400002',
      title: 'Printer on fire',
      url: `${simulator.baseUrl}/agent/tickets/${held.slice(7)}`,
      dueAt: '2026-12-01T10:00:00.000000+00:00',
      priority: 2,
      fields: {
        status: 'hold',
        zendesk_status: 'Solved, parts on their way',
        tags: ['vip'],
        custom_fields: { 27642: '745' },
        requester_name: 'Rita Requester',
        requester_email: 'rita@example.com',
      },
    });
    expect(items.get(fresh)).toMatchObject({ statusWord: 'new', assigneeExternalId: null });
    expect(Object.values(items.get(fresh)?.fields ?? {})).not.toContain(null);
    expect(pages[0]?.total).toBe(2);
    expect(simulator.violations()).toEqual([]);
  });

  it('goes on by its cursor alone: changes of people and of the system, solved, deleted, restored', async () => {
    const { simulator, client } = await startZendesk();
    const [a = '', b = '', c = '', d = '', e = ''] = simulator.create(
      Array.from({ length: 6 }, (_, index) => ({ title: `Ticket ${index}`, assigneeExternalId: '400001' })),
    );
    simulator.advanceMs(120_000);
    const first = await collectPages(client.readChanges?.(null, null));
    simulator.update([a], { title: 'New title' });
    simulator.close([b]);
    simulator.delete([c, e]);
    simulator.touch([d]);
    simulator.advanceMs(30_000);
    const withheld = await collectPages(client.readChanges?.(first.watermark, null));
    expect(withheld.items.size).toBe(0);
    simulator.advanceMs(60_000);
    const second = await collectPages(client.readChanges?.(withheld.watermark, null));
    expect(states(second.items)).toEqual({ [a]: 'open', [b]: 'closed', [c]: 'deleted', [d]: 'open', [e]: 'deleted' });
    expect(second.pages.flatMap(({ items }) => items).length).toBe(5);
    simulator.restore?.([c]);
    simulator.advanceMs(120_000);
    expect(states((await collectPages(client.readChanges?.(second.watermark, null))).items)).toEqual({ [c]: 'open' });
    expect(simulator.violations()).toEqual([]);
  });

  it('goes on with a first import that was broken off', async () => {
    const { simulator, client, connect } = await startZendesk({ items: 2_600 });
    const seen = new Set<string>();
    let resume: JsonValue = null;
    for await (const page of client.readChanges?.(null, null) ?? []) {
      page.items.map(({ externalId }) => seen.add(externalId));
      resume = page.resume;
      if (seen.size >= 1_000) {
        break;
      }
    }
    const { pages, watermark } = await collectPages(connect().client.readChanges?.(null, resume));
    pages.flatMap(({ items }) => items).map(({ externalId }) => seen.add(externalId));
    expect(seen.size).toBe(2_600);
    expect(pages.flatMap(({ items }) => items).length).toBe(1_600);
    expect(watermark).toEqual({ cursor: expect.any(String) });
    expect(simulator.violations()).toEqual([]);
  });

  it('learns what a first import’s search did not know yet', async () => {
    const { simulator, client } = await startZendesk({ items: 3, lagMs: 170_000 });
    const [closed = ''] = simulator.items().map(({ externalId }) => externalId);
    const [created = ''] = simulator.create([{ title: 'New' }]);
    simulator.close([closed]);
    const first = await collectPages(client.readChanges?.(null, null));
    simulator.advanceMs(60_000);
    const { items } = await collectPages(client.readChanges?.(first.watermark, null));
    expect(states(new Map([...first.items, ...items]))).toMatchObject({ [closed]: 'closed', [created]: 'open' });
  });

  it('keeps to its share of the export, however often it is woken', async () => {
    const { simulator, client, waiting } = await startZendesk({ items: 3 });
    let { watermark } = await collectPages(client.readChanges?.(null, null));
    for (let polls = 0; polls < 14; polls += 1) {
      ({ watermark } = await collectPages(client.readChanges?.(watermark, null)));
    }
    // Fifteen, five a minute.
    expect(waiting.waitedMs()).toBeGreaterThanOrEqual(120_000);
    expect(simulator.violations()).toEqual([]);
  });

  it('lists everything open as it is, though the search is late', async () => {
    const { simulator, client } = await startZendesk({ items: 1_200, lagMs: 90_000 });
    const [gone = '', solved = '', taken = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.delete([gone]);
    simulator.assign([solved, taken], '400003');
    simulator.close([solved]);
    const { items, pages } = await collectPages(client.readAllOpen(null));
    expect(items.size).toBe(1_198);
    expect(items.get(taken)?.assigneeExternalId).toBe('400003');
    expect(pages[0]?.total).toBe(1_200);
    expect((await client.readItems([gone, solved])).map(({ state }) => state)).toEqual(['deleted', 'closed']);
    expect(simulator.violations()).toEqual([]);
  });

  it('begins a whole list again whose cursor has ended', async () => {
    const { simulator, client, connect } = await startZendesk({ items: 700 });
    const list = client.readAllOpen(null)[Symbol.asyncIterator]();
    const resume = (await list.next()).value?.resume ?? null;
    simulator.advanceMs(2 * 3_600_000);
    expect((await collectPages(connect().client.readAllOpen(resume))).items.size).toBe(700);
    expect(simulator.violations()).toEqual([]);
  });

  it('searches in an agent’s stead, says so, and returns to the export once it may', async () => {
    const { simulator, connect } = await startZendesk();
    const [a = '', b = '', c = '', d = ''] = simulator.create(
      Array.from({ length: 5 }, (_, index) => ({ title: `Ticket ${index}`, assigneeExternalId: '400001' })),
    );
    simulator.advanceMs(120_000);
    simulator.setRole('agent');
    const agent = connect();
    const first = await collectPages(agent.client.readChanges?.(null, null));
    expect(first.items.size).toBe(5);
    expect(agent.warnings).toEqual([expect.stringContaining('an agent’s credentials')]);
    simulator.close([a]);
    simulator.delete([b]);
    simulator.update([c], { title: 'New title' });
    simulator.advanceMs(60_000);
    const second = await collectPages(connect().client.readChanges?.(first.watermark, null));
    expect(states(second.items)).toMatchObject({ [a]: 'closed', [b]: 'deleted', [c]: 'open' });
    simulator.setRole('admin');
    simulator.touch([d]);
    simulator.advanceMs(120_000);
    const third = await collectPages(connect().client.readChanges?.(second.watermark, null));
    expect(states(third.items)).toMatchObject({ [d]: 'open' });
    expect(third.watermark).toEqual({ cursor: expect.any(String) });
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors only the groups and tags that are wanted', async () => {
    const { simulator, connect } = await startZendesk();
    const [vip = '', other = ''] = simulator.create([
      { title: 'Vip', fields: { tags: ['vip', 'de'] } },
      { title: 'Other', fields: { tags: ['de'] } },
    ]);
    simulator.advanceMs(120_000);
    const { client } = connect({ config: { ...simulator.config, tags: ['vip'], groupIds: ['360001'] } });
    const { items, watermark } = await collectPages(client.readChanges?.(null, null));
    expect(states(items)).toEqual({ [vip]: 'open', [other]: 'closed' });
    simulator.update([vip], { fields: { tags: [] } });
    simulator.update([other], { fields: { tags: ['vip'] } });
    simulator.advanceMs(120_000);
    expect(states((await collectPages(client.readChanges?.(watermark, null))).items)).toEqual({ [vip]: 'closed', [other]: 'open' });
  });

  it('reads agents, and says what the account calls its statuses', async () => {
    const { simulator, client, connect } = await startZendesk();
    const people: VendorPerson[] = [];
    for await (const page of client.readPeople()) {
      people.push(...page);
    }
    expect(people).toEqual(expect.arrayContaining(simulator.people.map((person) => ({ ...person, isActive: true }))));
    expect(people.map(({ name }) => name)).not.toContain('Rita Requester');
    const account = await client.check();
    expect(account.statuses.filter(({ isClosed }) => isClosed).map(({ word }) => word)).toEqual(['solved', 'custom_status:9102', 'closed']);
    expect(account.warnings).toEqual([]);
    const byToken = await connect({ credentials: simulator.apiTokenCredentials }).client.check();
    expect(byToken.warnings.join()).toContain('30 April 2027');
  });
});
