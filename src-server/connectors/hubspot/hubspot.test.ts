import { createHmac } from 'node:crypto';
import { Check } from 'typebox/value';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';
import type { ItemPage, VendorItem, VendorPerson } from '../vendor.ts';
import { connectToSimulator } from '../vendor-fixture.ts';
import { createHubspotSimulator, type HubspotSimulatorOptions } from './create-hubspot-simulator.ts';
import { HUBSPOT } from './hubspot-kind.ts';
import { readCondition, readOwnObject } from './hubspot-lines.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) {
    await end();
  }
});

async function start(options: HubspotSimulatorOptions = {}) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createHubspotSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  ending.push(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (overrides: { config?: JsonObject; credentials?: JsonObject } = {}) => {
    const connected = connectToSimulator(HUBSPOT, simulator, { waiting, ...overrides });
    ending.push(connected.close);
    return connected;
  };
  return { simulator, waiting, connect, ...connect() };
}

async function collect(pages: AsyncIterable<ItemPage> | undefined) {
  const items = new Map<string, VendorItem>();
  let watermark: JsonValue = null;
  const all: ItemPage[] = [];
  for await (const page of pages ?? []) {
    all.push(page);
    watermark = page.watermark ?? watermark;
    for (const item of page.items) {
      items.set(item.externalId, item);
    }
  }
  return { items, watermark, pages: all };
}

describe('reading from HubSpot', () => {
  it('imports what is open with all that is known of it', async () => {
    const { simulator, client } = await start();
    const [task = '', ticket = '', closed = ''] = simulator.create([
      { title: 'Call Acme', assigneeExternalId: '70002', fields: { customer_segment: 'gold' } },
      { title: 'Broken pump' },
      { title: 'Done before' },
    ]);
    simulator.close([closed]);
    simulator.advanceMs(60_000);
    const { items, pages } = await collect(client.readChanges?.(null, null));
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
    expect(pages[0]?.total).toBe(2);
    expect(simulator.violations()).toEqual([]);
  });

  it('learns of changes, closings and deletions after the watermark, and only of those', async () => {
    const { simulator, client } = await start();
    const ids = simulator.create(Array.from({ length: 8 }, (_, index) => ({ title: `Item ${index}` })));
    simulator.advanceMs(20 * 60_000);
    const first = await collect(client.readChanges?.(null, null));
    simulator.advanceMs(60_000);
    const quiet = await collect(client.readChanges?.(first.watermark, null));
    expect(quiet.items.size).toBe(0);
    const [a = '', b = '', c = '', d = ''] = ids;
    simulator.update([a], { title: 'New title' });
    simulator.assign([b], '70001');
    simulator.close([c]);
    simulator.delete([d]);
    simulator.advanceMs(60_000);
    const { items } = await collect(client.readChanges?.(quiet.watermark, null));
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
    const { simulator, client } = await start({ items: 2_400, resultsMaximum: 400 });
    simulator.advanceMs(20 * 60_000);
    const { watermark } = await collect(client.readChanges?.(null, null));
    const tasks = simulator.items().flatMap(({ externalId }) => (externalId.startsWith('tasks') ? [externalId] : []));
    simulator.update(tasks, { fields: { customer_segment: 'silver' } });
    simulator.advanceMs(60_000);
    const { items } = await collect(client.readChanges?.(watermark, null));
    expect(tasks.length).toBe(1_200);
    expect(items.size).toBe(1_200);
    expect(simulator.violations()).toEqual([]);
  });

  it('shows items as they are, though the search shows them as they were', async () => {
    const { simulator, client } = await start({ lagMs: 90_000 });
    const [task = '', ticket = ''] = simulator.create([{ title: 'Task' }, { title: 'Ticket' }]);
    simulator.advanceMs(100_000);
    const { watermark } = await collect(client.readChanges?.(null, null));
    simulator.close([task]);
    simulator.delete([ticket]);
    const { items } = await collect(client.readChanges?.(watermark, null));
    expect([items.get(task)?.state, items.get(ticket)?.state]).toEqual(['closed', 'deleted']);
  });

  it('misses nothing that the search learns of later', async () => {
    const { simulator, client } = await start({ items: 40, lagMs: 90_000 });
    let { watermark } = await collect(client.readChanges?.(null, null));
    const titles = new Map<string, string | null>();
    const poll = async () => {
      const { items, watermark: next } = await collect(client.readChanges?.(watermark, null));
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
    const { simulator, client } = await start({ items: 20, lagMs: 90_000, hasBatches: false });
    const { watermark, items } = await collect(client.readChanges?.(null, null));
    expect(items.size).toBe(20);
    const [a = '', b = '', c = ''] = simulator.create(['A', 'B', 'C'].map((title) => ({ title })));
    simulator.advanceMs(90_000);
    simulator.delete([a]);
    simulator.close([b]);
    const later = await collect(client.readChanges?.(watermark, null));
    expect([later.items.get(a)?.state, later.items.get(c)?.state]).toEqual(['deleted', 'open']);
    const all = simulator.items().map(({ externalId }) => externalId);
    expect((await client.readItems(all)).map(({ state }) => state)).toEqual(simulator.items().map(({ state }) => state));
  });

  it('takes a record that was merged into another for deleted', async () => {
    const { simulator, client } = await start({ items: 10 });
    const ids = simulator.items().flatMap(({ externalId }) => (externalId.startsWith('tasks') ? [externalId] : []));
    const [loser = '', winner = ''] = ids;
    simulator.merge(loser, winner);
    for (const asked of [[loser, winner], ids]) {
      const states = (await client.readItems(asked)).map(({ externalId, state }): [string, string] => [externalId, state]);
      expect(states).toEqual(asked.map((id): [string, string] => [id, id === loser ? 'deleted' : 'open']));
    }
  });

  it('goes on where a first import was broken off', async () => {
    const { client, connect } = await start({ items: 900 });
    const seen = new Set<string>();
    let resume: JsonValue = null;
    for await (const page of client.readChanges?.(null, null) ?? []) {
      page.items.map(({ externalId }) => seen.add(externalId));
      resume = page.resume;
      if (seen.size >= 400) {
        break;
      }
    }
    const { pages } = await collect(connect().client.readChanges?.(null, resume));
    pages.flatMap(({ items }) => items).map(({ externalId }) => seen.add(externalId));
    expect(seen.size).toBe(900);
    expect(pages.flatMap(({ items }) => items).length).toBe(500);
  });

  it('lists everything open, and opens again what was restored', async () => {
    const { simulator, client } = await start({ items: 250 });
    const [gone = '', closed = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.delete([gone]);
    simulator.close([closed]);
    const whole = await collect(client.readAllOpen(null));
    expect(whole.items.size).toBe(248);
    expect((await client.readItems([gone, closed])).map(({ state }) => state)).toEqual(['deleted', 'closed']);
    simulator.restore?.([gone]);
    expect((await collect(client.readAllOpen(null))).items.get(gone)?.state).toBe('open');
    expect((await client.readItems([gone]))[0]?.state).toBe('open');
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors only what the filters let through', async () => {
    const { simulator, connect } = await start();
    const [gold = '', lead = ''] = simulator.create([
      { title: 'Gold', fields: { object: 'tasks', customer_segment: 'gold' } },
      { title: 'Lead', fields: { object: 'tasks', customer_segment: 'lead' } },
      { title: 'Unknown', fields: { object: 'tasks' } },
    ]);
    simulator.advanceMs(60_000);
    const filters = ['customer_segment = gold, silver', 'tickets.subject is set'];
    const { client } = connect({ config: { ...simulator.config, filters } });
    const { items, watermark } = await collect(client.readChanges?.(null, null));
    expect([...items.keys()]).toEqual([gold]);
    expect([...(await collect(client.readAllOpen(null))).items.keys()]).toEqual([gold]);
    simulator.update([lead], { fields: { customer_segment: 'silver' } });
    simulator.update([gold], { fields: { customer_segment: 'lead' } });
    simulator.advanceMs(60_000);
    const later = await collect(client.readChanges?.(watermark, null));
    expect([later.items.get(lead)?.state, later.items.get(gold)?.state]).toEqual(['open', 'closed']);
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors an object that it does not know, by the properties that the admin names', async () => {
    const { simulator, connect } = await start();
    const object = '2-7700123';
    const [open = '', done = ''] = simulator.create([
      { title: 'Inspect the boiler', assigneeExternalId: '70003', fields: { object } },
      { title: 'Done', fields: { object, state: 'done' } },
    ]);
    simulator.advanceMs(60_000);
    const config = {
      ...simulator.config,
      objects: [object],
      ownObjects: [`${object} title=name status=state closed=done,dropped due=due_date`],
    };
    const { client } = connect({ config });
    const { items } = await collect(client.readChanges?.(null, null));
    expect([...items.keys()]).toEqual([open]);
    expect(items.get(open)).toMatchObject({ title: 'Inspect the boiler', statusWord: 'open', dueAt: '2026-12-02T10:00:00.000000+00:00' });
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
    const { simulator, client } = await start();
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

describe('writing to HubSpot', () => {
  it('writes status and owner, and nothing where all is so already', async () => {
    const { simulator, client } = await start();
    const [task = ''] = simulator.create([{ title: 'Task', assigneeExternalId: '70001' }]);
    const item = await client.write?.({
      externalId: task,
      statusWord: 'COMPLETED',
      assigneeExternalId: null,
      actingExternalId: null,
      note: null,
    });
    expect(item).toMatchObject({ state: 'closed', statusWord: 'COMPLETED', assigneeExternalId: null, title: 'Task' });
    await client.write?.({ externalId: task, statusWord: 'COMPLETED', actingExternalId: null, note: null });
    expect(simulator.writes()).toEqual([{ externalId: task, change: { hs_task_status: 'COMPLETED', hubspot_owner_id: '' } }]);
  });

  it('takes a word of another object as a stage of the ticket’s own pipeline', async () => {
    const { simulator, client } = await start();
    const ids = simulator.create(Array.from({ length: 6 }, () => ({ title: 'Ticket', fields: { object: 'tickets' } })));
    const [waiting = ''] = simulator.create([
      { title: 'Waiting', fields: { object: 'tickets', hs_pipeline: '0', hs_pipeline_stage: '3' } },
    ]);
    const started = { externalId: waiting, statusWord: 'IN_PROGRESS', actingExternalId: null, note: null };
    expect((await client.write?.(started))?.statusWord).toBe('3');
    expect(simulator.writes()).toEqual([]);
    for (const externalId of ids) {
      expect((await client.write?.({ externalId, statusWord: 'COMPLETED', actingExternalId: null, note: null }))?.state).toBe('closed');
      expect((await client.write?.({ externalId, statusWord: 'WAITING', actingExternalId: null, note: null }))?.state).toBe('open');
    }
    expect(simulator.items().every(({ state }) => state === 'open')).toBe(true);
  });

  it('says why HubSpot does not take a change', async () => {
    const { simulator, client } = await start();
    const [task = '', gone = ''] = simulator.create([{ title: 'Task' }, { title: 'Gone' }]);
    simulator.delete([gone]);
    const write = (externalId: string, change: JsonObject) => client.write?.({ externalId, actingExternalId: null, note: null, ...change });
    await expect(write(task, { assigneeExternalId: '99' })).rejects.toMatchObject({ reason: 'rejected', vendorMessage: '99 is no owner' });
    await expect(write(gone, { statusWord: '4' })).rejects.toMatchObject({ reason: 'rejected' });
    await expect(write(task, { statusWord: 'NO_SUCH' })).rejects.toThrow('correct the mapping of statuses');
    simulator.setScopes(['crm.objects.contacts.read', 'crm.objects.tickets.read', 'crm.schemas.tickets.read', 'crm.objects.owners.read']);
    await expect(write(task, { statusWord: 'COMPLETED' })).rejects.toThrow(
      'tick these scopes for the app, then test again: crm.objects.contacts.write',
    );
  });
});

describe('what goes wrong at HubSpot is said so that an admin can act', () => {
  it('a wrong token, by its kind', async () => {
    const { connect } = await start();
    const check = (credentials: JsonObject) => connect({ credentials }).client.check();
    await expect(check({ accessToken: 'pat-wrong' })).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('copy it again from Settings > Integrations > Private apps'),
    });
    await expect(check({ serviceKey: 'wrong-key' })).rejects.toThrow('does not accept the Service Key');
    const error: unknown = await check({ clientId: 'client', clientSecret: 'secret-1', refreshToken: 'refresh-1' }).catch(
      (caught) => caught,
    );
    expect(String(error)).toContain('Install the app in the account again');
    expect(JSON.stringify(error)).not.toContain('refresh-1');
  });

  it('a missing scope, by its name', async () => {
    const { simulator, client } = await start();
    simulator.setScopes(['crm.objects.contacts.read', 'crm.objects.owners.read']);
    await expect(client.check()).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('crm.objects.tickets.read, crm.schemas.tickets.read'),
    });
  });

  it('an access that ended is renewed; one that cannot be is said', async () => {
    const { simulator, connect } = await start();
    const { client } = connect({ credentials: simulator.oauthCredentials });
    await client.check();
    simulator.endTokens();
    await expect(client.check()).resolves.toMatchObject({ name: 'HubSpot portal 25912345' });
    simulator.advanceMs(3_600_000);
    await expect(client.check()).resolves.toBeDefined();
    expect(simulator.violations()).toEqual([]);
  });

  it('a lock, a move and a used-up day', async () => {
    const { simulator, client, waiting } = await start();
    simulator.answerAll({ status: 423, json: { status: 'error', message: 'locked' } });
    const before = waiting.waitedMs();
    await expect(client.check()).rejects.toMatchObject({ status: 423, retryAfterMs: 2_000 });
    expect(waiting.waitedMs() - before).toBeGreaterThanOrEqual(4 * 2_000);
    simulator.answerAll({ status: 477, headers: { 'retry-after': '7200' }, text: '' });
    await expect(client.check()).rejects.toMatchObject({ reason: 'unavailable', retryAfterMs: 7_200_000 });
    waiting.advanceMs(7_200_000);
    simulator.answerAll({ status: 429, json: { status: 'error', message: 'daily', policyName: 'DAILY' } });
    await expect(client.check()).rejects.toThrow('midnight of the account’s time zone');
  });

  it('another server, an object that there is not, a changed form', async () => {
    const { simulator, client, connect } = await start();
    const unknown = connect({ config: { ...simulator.config, objects: ['tasks', 'unicorns'] } });
    await expect(unknown.client.check()).rejects.toThrow('unicorns');
    simulator.answerAll({ status: 200, json: { items: [] } });
    await expect(client.readAllOpen(null)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      reason: 'unexpected',
      message: expect.stringContaining('Docket needs an update if this stays so'),
    });
    simulator.answerAll({ status: 200, text: '<html>Sign in</html>' });
    await expect(connect().client.check()).rejects.toThrow('check the address');
    simulator.answerAll({ status: 404, text: '' });
    await expect(connect().client.check()).rejects.toMatchObject({ reason: 'not_found' });
  });
});

describe('HubSpot’s events', () => {
  it('are taken when HubSpot signed them, lately, for this address', async () => {
    const { simulator, waiting } = await start();
    const secret = String(simulator.credentials.clientSecret);
    const body = JSON.stringify([
      { subscriptionType: 'ticket.propertyChange', objectId: 55 },
      { subscriptionType: 'object.creation', objectTypeId: '0-27', objectId: 66 },
      { subscriptionType: 'ticket.deletion', objectId: 55 },
    ]);
    const url = 'https://docket.example.com/api/connectors/c1/events?x=a%3Ab';
    const verify = (timestamp: number, sent: { url?: string; body?: string; key?: string } = {}) => {
      const signature = createHmac('sha256', sent.key ?? secret)
        .update(`POST${decodeURIComponent(url)}${body}${timestamp}`)
        .digest('base64');
      const headers = { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(timestamp) };
      const event = { method: 'POST', url: sent.url ?? url, headers, rawBody: Buffer.from(sent.body ?? body) };
      return HUBSPOT.verifyEvent?.(event, { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs });
    };
    expect(verify(waiting.nowMs())).toEqual({ deliveryId: null, externalIds: ['tickets:55', 'tasks:66'] });
    expect(verify(waiting.nowMs() - 299_000)).not.toBeNull();
    expect(verify(waiting.nowMs() - 301_000)).toBeNull();
    expect(verify(waiting.nowMs() + 60_000)).toBeNull();
    expect(verify(waiting.nowMs(), { key: 'other' })).toBeNull();
    expect(verify(waiting.nowMs(), { url: 'https://elsewhere.example.com/' })).toBeNull();
    expect(verify(waiting.nowMs(), { body: body.replace('55', '56') })).toBeNull();
  });

  it('come from the simulator as HubSpot sends them', async () => {
    const { simulator, waiting } = await start();
    const receiver = await openEventReceiver();
    ending.push(receiver.close);
    const end = simulator.sendEvents?.(receiver.url);
    const [ticket = ''] = simulator.create([{ title: 'Ticket', fields: { object: 'tickets' } }]);
    const event = await receiver.next();
    const session = { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs };
    expect(HUBSPOT.verifyEvent?.(event, session)?.externalIds).toEqual([ticket]);
    expect(HUBSPOT.verifyEvent?.({ ...event, rawBody: Buffer.from('{}') }, session)).toBeNull();
    end?.();
  });
});
