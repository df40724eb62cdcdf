import { Check } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { collectPages } from '../simulated-vendor-fixture.ts';
import type { VendorPerson } from '../vendor.ts';
import { startHubspot } from './hubspot-fixture.ts';
import { HUBSPOT } from './hubspot-kind.ts';
import { readCondition, readOwnObject } from './hubspot-lines.ts';

describe('reading from HubSpot', () => {
  it('imports what is open with all that is known of it', async () => {
    const { simulator, client } = await startHubspot();
    const [task = '', ticket = '', closed = ''] = simulator.create([
      { title: 'Call Acme', assigneeExternalId: '70002', fields: { customer_segment: 'gold' } },
      { title: 'Broken pump', fields: { hs_time_in_1: '360000' } },
      { title: 'Done before' },
    ]);
    simulator.close([closed]);
    simulator.advanceMs(60_000);
    const { items, pages } = await collectPages(client.readChanges?.(null, null));
    expect([...items.keys()].toSorted()).toEqual([task, ticket].toSorted());
    expect(items.get(task)).toMatchObject({
      state: 'open',
      statusWord: 'NOT_STARTED',
      assigneeExternalId: '70002',
      title: 'Call Acme',
      dueAt: '2026-12-01T10:00:00.000000+00:00',
      priority: 2,
      url: `https://app.hubspot.com/tasks/25912345/view/all/task/${task.slice(6)}`,
      fields: { hs_task_status: 'NOT_STARTED', customer_segment: 'gold', hubspot_object: 'tasks' },
    });
    expect(items.get(ticket)).toMatchObject({ assigneeExternalId: null, title: 'Broken pump', priority: 4 });
    expect(Object.values(items.get(ticket)?.fields ?? {})).not.toContain(null);
    // It changes by itself.
    expect(items.get(ticket)?.fields).not.toHaveProperty('hs_time_in_1');
    expect(pages[0]?.total).toBe(2);
    expect(simulator.violations()).toEqual([]);
  });

  it('learns of changes, closings and deletions after the watermark, and only of those', async () => {
    const { simulator, client } = await startHubspot();
    const ids = simulator.create(Array.from({ length: 8 }, (_, index) => ({ title: `Item ${index}` })));
    simulator.advanceMs(20 * 60_000);
    const first = await collectPages(client.readChanges?.(null, null));
    simulator.advanceMs(60_000);
    const quiet = await collectPages(client.readChanges?.(first.watermark, null));
    expect(quiet.items.size).toBe(0);
    const [a = '', b = '', c = '', d = ''] = ids;
    simulator.update([a], { title: 'New title' });
    simulator.assign([b], '70001');
    simulator.close([c]);
    simulator.delete([d]);
    simulator.advanceMs(60_000);
    const { items } = await collectPages(client.readChanges?.(quiet.watermark, null));
    expect([...items.values()].map(({ externalId, state }) => [externalId, state]).toSorted()).toEqual(
      [
        [a, 'open'],
        [b, 'open'],
        [c, 'closed'],
        [d, 'deleted'],
      ].toSorted(),
    );
    expect(items.get(a)?.title).toBe('New title');
    expect(simulator.violations()).toEqual([]);
  });

  it('reads more than one search may find that share one time of change, each of them, and comes to an end', async () => {
    const { simulator, client } = await startHubspot({ items: 2_400, resultsMaximum: 400 });
    simulator.advanceMs(20 * 60_000);
    const { watermark } = await collectPages(client.readChanges?.(null, null));
    const tasks = simulator.items().flatMap(({ externalId }) => (externalId.startsWith('tasks') ? [externalId] : []));
    simulator.update(tasks, { fields: { customer_segment: 'silver' } });
    simulator.advanceMs(60_000);
    const { items } = await collectPages(client.readChanges?.(watermark, null));
    expect(tasks.length).toBe(1_200);
    expect(items.size).toBe(1_200);
    expect(simulator.violations()).toEqual([]);
  });

  it('shows items as they are, though the search shows them as they were', async () => {
    const { simulator, client } = await startHubspot({ lagMs: 90_000 });
    const [task = '', ticket = ''] = simulator.create([{ title: 'Task' }, { title: 'Ticket' }]);
    simulator.advanceMs(100_000);
    const { watermark } = await collectPages(client.readChanges?.(null, null));
    simulator.close([task]);
    simulator.delete([ticket]);
    const { items } = await collectPages(client.readChanges?.(watermark, null));
    expect([items.get(task)?.state, items.get(ticket)?.state]).toEqual(['closed', 'deleted']);
  });

  it('misses nothing that the search learns of later', async () => {
    const { simulator, client } = await startHubspot({ items: 40, lagMs: 90_000 });
    let { watermark } = await collectPages(client.readChanges?.(null, null));
    const titles = new Map<string, string | null>();
    const poll = async () => {
      const { items, watermark: next } = await collectPages(client.readChanges?.(watermark, null));
      watermark = next;
      for (const { externalId, title } of items.values()) {
        titles.set(externalId, title);
      }
    };
    for (const [index, { externalId }] of simulator.items().entries()) {
      simulator.update([externalId], { title: `New ${index}` });
      simulator.advanceMs(3_000);
      if (index % 10 === 9) {
        await poll();
      }
    }
    simulator.advanceMs(60_000);
    await poll();
    simulator.advanceMs(60_000);
    await poll();
    expect(titles).toEqual(new Map(simulator.items().map(({ externalId, title }) => [externalId, title])));
  });

  it('does without reading in batches where an object has none', async () => {
    const { simulator, client } = await startHubspot({ items: 20, lagMs: 90_000, hasBatches: false });
    const { watermark, items } = await collectPages(client.readChanges?.(null, null));
    expect(items.size).toBe(20);
    const [a = '', b = '', c = ''] = simulator.create(['A', 'B', 'C'].map((title) => ({ title })));
    simulator.advanceMs(90_000);
    simulator.delete([a]);
    simulator.close([b]);
    const later = await collectPages(client.readChanges?.(watermark, null));
    expect([later.items.get(a)?.state, later.items.get(c)?.state]).toEqual(['deleted', 'open']);
    const all = simulator.items().map(({ externalId }) => externalId);
    expect((await client.readItems(all)).map(({ state }) => state)).toEqual(simulator.items().map(({ state }) => state));
  });

  it('takes a record that was merged into another for deleted', async () => {
    const { simulator, client } = await startHubspot({ items: 10 });
    const ids = simulator.items().flatMap(({ externalId }) => (externalId.startsWith('tasks') ? [externalId] : []));
    const [loser = '', winner = ''] = ids;
    simulator.merge(loser, winner);
    for (const asked of [[loser, winner], ids]) {
      const states = (await client.readItems(asked)).map(({ externalId, state }): [string, string] => [externalId, state]);
      expect(states).toEqual(asked.map((id): [string, string] => [id, id === loser ? 'deleted' : 'open']));
    }
  });

  it('goes on where a first import was broken off', async () => {
    const { client, connect } = await startHubspot({ items: 900 });
    const seen = new Set<string>();
    let resume: JsonValue = null;
    for await (const page of client.readChanges?.(null, null) ?? []) {
      page.items.map(({ externalId }) => seen.add(externalId));
      resume = page.resume;
      if (seen.size >= 400) {
        break;
      }
    }
    const { pages } = await collectPages(connect().client.readChanges?.(null, resume));
    pages.flatMap(({ items }) => items).map(({ externalId }) => seen.add(externalId));
    expect(seen.size).toBe(900);
    expect(pages.flatMap(({ items }) => items).length).toBe(500);
  });

  it('lists everything open, and opens again what was restored', async () => {
    const { simulator, client } = await startHubspot({ items: 250 });
    const [gone = '', closed = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.delete([gone]);
    simulator.close([closed]);
    const whole = await collectPages(client.readAllOpen(null));
    expect(whole.items.size).toBe(248);
    expect((await client.readItems([gone, closed])).map(({ state }) => state)).toEqual(['deleted', 'closed']);
    simulator.restore?.([gone]);
    expect((await collectPages(client.readAllOpen(null))).items.get(gone)?.state).toBe('open');
    expect((await client.readItems([gone]))[0]?.state).toBe('open');
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors only what the filters let through', async () => {
    const { simulator, connect } = await startHubspot();
    const [gold = '', lead = ''] = simulator.create([
      { title: 'Gold', fields: { object: 'tasks', customer_segment: 'gold' } },
      { title: 'Lead', fields: { object: 'tasks', customer_segment: 'lead' } },
      { title: 'Unknown', fields: { object: 'tasks' } },
    ]);
    simulator.advanceMs(60_000);
    const filters = ['customer_segment = gold, silver', 'tickets.subject is set'];
    const { client } = connect({ config: { ...simulator.config, filters } });
    const { items, watermark } = await collectPages(client.readChanges?.(null, null));
    expect([...items.keys()]).toEqual([gold]);
    expect([...(await collectPages(client.readAllOpen(null))).items.keys()]).toEqual([gold]);
    simulator.update([lead], { fields: { customer_segment: 'silver' } });
    simulator.update([gold], { fields: { customer_segment: 'lead' } });
    simulator.advanceMs(60_000);
    const later = await collectPages(client.readChanges?.(watermark, null));
    expect([later.items.get(lead)?.state, later.items.get(gold)?.state]).toEqual(['open', 'closed']);
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors an object that it does not know, by the properties that the admin names', async () => {
    const { simulator, connect } = await startHubspot();
    const object = '2-7700123';
    const [open = '', done = ''] = simulator.create([
      { title: 'Inspect the boiler', assigneeExternalId: '70003', fields: { object, inspection_detail_249: 'rusty' } },
      { title: 'Done', fields: { object, state: 'done' } },
    ]);
    simulator.advanceMs(60_000);
    const config = {
      ...simulator.config,
      objects: [object],
      ownObjects: [`${object} title=name status=state closed=done,dropped due=due_date`],
    };
    const { client } = connect({ config });
    const { items } = await collectPages(client.readChanges?.(null, null));
    expect([...items.keys()]).toEqual([open]);
    const expected = {
      title: 'Inspect the boiler',
      statusWord: 'open',
      dueAt: '2026-12-02T10:00:00.000000+00:00',
      fields: { inspection_detail_249: 'rusty' },
    };
    expect(items.get(open)).toMatchObject(expected);
    expect((await collectPages(client.readAllOpen(null))).items.get(open)).toMatchObject(expected);
    expect((await client.readItems([open]))[0]).toMatchObject(expected);
    expect((await client.readItems([done])).map(({ state }) => state)).toEqual(['closed']);
    const write = { externalId: open, statusWord: 'COMPLETED', actingExternalId: null, note: null };
    expect(await client.write?.(write)).toMatchObject({ state: 'closed', statusWord: 'done' });
    expect((await client.check()).statuses.map(({ word }) => word)).toEqual(['open', 'done', 'dropped']);
    const unclear = connect({ config: { ...config, ownObjects: [`${object} status=state`] } });
    await expect(unclear.client.check()).rejects.toThrow('closed=done,dropped');
    expect(simulator.violations()).toEqual([]);
  });

  it('reads conditions and outlines as lines of text', () => {
    expect(readCondition(' tickets.hs_pipeline=0, 887766 ')).toEqual({
      object: 'tickets',
      property: 'hs_pipeline',
      operator: 'IN',
      values: ['0', '887766'],
    });
    expect(readCondition('region != test')).toMatchObject({ object: null, property: 'region', operator: 'NOT_IN', values: ['test'] });
    expect(readCondition('hubspot_owner_id is set')).toMatchObject({ property: 'hubspot_owner_id', operator: 'HAS_PROPERTY' });
    expect(readCondition('reason is empty')).toMatchObject({ property: 'reason', operator: 'NOT_HAS_PROPERTY' });
    expect(readOwnObject('2-77 title=name status=state closed=done,dropped')).toEqual({
      name: '2-77',
      title: 'name',
      status: 'state',
      due: null,
      closed: ['done', 'dropped'],
    });
    const fits = (line: string) => Check(HUBSPOT.config, { filters: [line] });
    expect(['a = b', 'tasks.a != b, c', 'a is set', 'a is empty'].map(fits)).toEqual([true, true, true, true]);
    expect(['a', 'a =', 'a < 3', 'a b = c', '= c'].map(fits)).toEqual([false, false, false, false, false]);
  });

  it('reads people, and says what the account calls its statuses', async () => {
    const { simulator, client } = await startHubspot();
    const people: VendorPerson[] = [];
    for await (const page of client.readPeople()) {
      people.push(...page);
    }
    expect(people.map(({ externalId, email, isActive }) => ({ externalId, email, isActive }))).toEqual(
      simulator.people.map(({ externalId, email }) => ({ externalId, email, isActive: true })),
    );
    const account = await client.check();
    expect(account.name).toBe('HubSpot portal 25912345');
    expect(account.statuses.filter(({ isClosed }) => isClosed).map(({ word }) => word)).toEqual(['COMPLETED', '4', '998003']);
  });
});
