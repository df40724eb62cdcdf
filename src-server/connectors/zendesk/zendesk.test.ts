import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';
import type { ItemPage, VendorItem, VendorPerson } from '../vendor.ts';
import { connectToSimulator } from '../vendor-fixture.ts';
import { createZendeskSimulator, type ZendeskSimulatorOptions } from './create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk-kind.ts';

const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) {
    await end();
  }
});

async function start(options: ZendeskSimulatorOptions = {}) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createZendeskSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  ending.push(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (overrides: { config?: JsonObject; credentials?: JsonObject } = {}) => {
    const connected = connectToSimulator(ZENDESK, simulator, { waiting, ...overrides });
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

const states = (items: ReadonlyMap<string, VendorItem>) => Object.fromEntries([...items].map(([id, { state }]) => [id, state]));

describe('reading from Zendesk', () => {
  it('imports what is open with all that is known of it', async () => {
    const { simulator, client } = await start();
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
    const { items, pages } = await collect(client.readChanges?.(null, null));
    expect(states(items)).toEqual({ [held]: 'open', [fresh]: 'open' });
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
    const { simulator, client } = await start();
    const [a = '', b = '', c = '', d = '', e = ''] = simulator.create(
      Array.from({ length: 6 }, (_, index) => ({ title: `Ticket ${index}`, assigneeExternalId: '400001' })),
    );
    simulator.advanceMs(120_000);
    const first = await collect(client.readChanges?.(null, null));
    simulator.update([a], { title: 'New title' });
    simulator.close([b]);
    simulator.delete([c, e]);
    simulator.touch([d]);
    simulator.advanceMs(30_000);
    const withheld = await collect(client.readChanges?.(first.watermark, null));
    expect(withheld.items.size).toBe(0);
    simulator.advanceMs(60_000);
    const second = await collect(client.readChanges?.(withheld.watermark, null));
    expect(states(second.items)).toEqual({ [a]: 'open', [b]: 'closed', [c]: 'deleted', [d]: 'open', [e]: 'deleted' });
    expect(second.pages.flatMap(({ items }) => items).length).toBe(5);
    simulator.restore?.([c]);
    simulator.advanceMs(120_000);
    expect(states((await collect(client.readChanges?.(second.watermark, null))).items)).toEqual({ [c]: 'open' });
    expect(simulator.violations()).toEqual([]);
  });

  it('imports thousands within its share of the export, and goes on after a stop', async () => {
    const { simulator, client, connect, waiting } = await start({ items: 7_500 });
    const seen = new Set<string>();
    let resume: JsonValue = null;
    for await (const page of client.readChanges?.(null, null) ?? []) {
      page.items.map(({ externalId }) => seen.add(externalId));
      resume = page.resume;
      if (seen.size >= 2_000) {
        break;
      }
    }
    const { pages } = await collect(connect().client.readChanges?.(null, resume));
    pages.flatMap(({ items }) => items).map(({ externalId }) => seen.add(externalId));
    expect(seen.size).toBe(7_500);
    expect(pages.flatMap(({ items }) => items).length).toBe(5_500);
    // The last six pages, five a minute.
    expect(waiting.waitedMs()).toBeGreaterThanOrEqual(60_000);
    expect(waiting.waitedMs()).toBeLessThan(120_000);
    expect(simulator.violations()).toEqual([]);
  });

  it('lists everything open as it is, though the search is late', async () => {
    const { simulator, client } = await start({ items: 1_200, lagMs: 90_000 });
    const [gone = '', solved = '', taken = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.delete([gone]);
    simulator.assign([solved, taken], '400003');
    simulator.close([solved]);
    const { items, pages } = await collect(client.readAllOpen(null));
    expect(items.size).toBe(1_198);
    expect(items.get(taken)?.assigneeExternalId).toBe('400003');
    expect(pages[0]?.total).toBe(1_200);
    expect((await client.readItems([gone, solved])).map(({ state }) => state)).toEqual(['deleted', 'closed']);
    expect(simulator.violations()).toEqual([]);
  });

  it('begins a whole list again whose cursor has ended', async () => {
    const { simulator, client, connect } = await start({ items: 700 });
    const list = client.readAllOpen(null)[Symbol.asyncIterator]();
    const resume = (await list.next()).value?.resume ?? null;
    simulator.advanceMs(2 * 3_600_000);
    expect((await collect(connect().client.readAllOpen(resume))).items.size).toBe(700);
    expect(simulator.violations()).toEqual([]);
  });

  it('searches in an agent’s stead, says so, and returns to the export once it may', async () => {
    const { simulator, connect } = await start();
    const [a = '', b = '', c = '', d = ''] = simulator.create(
      Array.from({ length: 5 }, (_, index) => ({ title: `Ticket ${index}`, assigneeExternalId: '400001' })),
    );
    simulator.advanceMs(120_000);
    simulator.setRole('agent');
    const agent = connect();
    const first = await collect(agent.client.readChanges?.(null, null));
    expect(first.items.size).toBe(5);
    expect(agent.warnings).toEqual([expect.stringContaining('an agent’s credentials')]);
    simulator.close([a]);
    simulator.delete([b]);
    simulator.update([c], { title: 'New title' });
    simulator.advanceMs(60_000);
    const second = await collect(connect().client.readChanges?.(first.watermark, null));
    expect(states(second.items)).toMatchObject({ [a]: 'closed', [b]: 'deleted', [c]: 'open' });
    simulator.setRole('admin');
    simulator.touch([d]);
    simulator.advanceMs(120_000);
    const third = await collect(connect().client.readChanges?.(second.watermark, null));
    expect(states(third.items)).toMatchObject({ [d]: 'open' });
    expect(third.watermark).toEqual({ cursor: expect.any(String) });
    expect(simulator.violations()).toEqual([]);
  });

  it('mirrors only the groups and tags that are wanted', async () => {
    const { simulator, connect } = await start();
    const [vip = '', other = ''] = simulator.create([
      { title: 'Vip', fields: { tags: ['vip', 'de'] } },
      { title: 'Other', fields: { tags: ['de'] } },
    ]);
    simulator.advanceMs(120_000);
    const { client } = connect({ config: { ...simulator.config, tags: ['vip'], groupIds: ['360001'] } });
    const { items, watermark } = await collect(client.readChanges?.(null, null));
    expect([...items.keys()]).toEqual([vip]);
    simulator.update([vip], { fields: { tags: [] } });
    simulator.update([other], { fields: { tags: ['vip'] } });
    simulator.advanceMs(120_000);
    expect(states((await collect(client.readChanges?.(watermark, null))).items)).toEqual({ [vip]: 'closed', [other]: 'open' });
  });

  it('reads agents, and says what the account calls its statuses', async () => {
    const { simulator, client, connect } = await start();
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

describe('writing to Zendesk', () => {
  const change = { actingExternalId: null, note: null };

  it('writes status and assignee of the newest version, and nothing where all is so already', async () => {
    const { simulator, client } = await start();
    const [ticket = ''] = simulator.create([{ title: 'Ticket', assigneeExternalId: '400001' }]);
    const item = await client.write?.({ ...change, externalId: ticket, statusWord: 'solved', assigneeExternalId: '400002' });
    expect(item).toMatchObject({
      state: 'closed',
      statusWord: 'solved',
      assigneeExternalId: '400002',
      fields: { requester_name: 'Rita Requester' },
    });
    await client.write?.({ ...change, externalId: ticket, statusWord: 'solved' });
    expect(simulator.writes()).toEqual([{ externalId: ticket, change: { status: 'solved', assignee_id: 400_002 } }]);
    expect(await client.write?.({ ...change, externalId: ticket, statusWord: 'custom_status:9101' })).toMatchObject({
      state: 'open',
      statusWord: 'custom_status:9101',
    });
  });

  it('gives a ticket that nobody holds to whoever solved it', async () => {
    const { simulator, client } = await start();
    const [a = '', b = ''] = simulator.create([{ title: 'A' }, { title: 'B' }]);
    const solve = (externalId: string, actingExternalId: string | null) =>
      client.write?.({ externalId, statusWord: 'solved', actingExternalId, note: null });
    expect((await solve(a, '400004'))?.assigneeExternalId).toBe('400004');
    expect((await solve(b, null))?.assigneeExternalId).toBe('400099');
  });

  it('reads again when somebody else was faster, and leaves alone what they decided', async () => {
    const { simulator, client } = await start();
    const [a = '', b = ''] = simulator.create(['A', 'B'].map((title) => ({ title, assigneeExternalId: '400001' })));
    simulator.advanceMs(1_000);
    const interfere = (act: () => void) =>
      simulator.onBeforeWrite(() => {
        simulator.onBeforeWrite(null);
        simulator.advanceMs(1_000);
        act();
      });
    interfere(() => simulator.update([a], { title: 'Another title' }));
    expect(await client.write?.({ ...change, externalId: a, statusWord: 'pending' })).toMatchObject({
      statusWord: 'pending',
      title: 'Another title',
    });
    interfere(() => simulator.close([b]));
    await expect(client.write?.({ ...change, externalId: b, statusWord: 'pending' })).rejects.toMatchObject({ reason: 'conflict' });
    expect(simulator.items().find(({ externalId }) => externalId === b)?.state).toBe('closed');
  });

  it('adds an operator’s comment where the admin wants it', async () => {
    const { simulator, connect } = await start();
    const [ticket = ''] = simulator.create([{ title: 'Ticket', assigneeExternalId: '400001' }]);
    const { client } = connect({ config: { ...simulator.config, writesNotes: true } });
    await client.write?.({ externalId: ticket, statusWord: 'solved', actingExternalId: null, note: 'Called them back' });
    expect(simulator.writes()).toEqual([{ externalId: ticket, change: { status: 'solved', comment: 'Called them back' } }]);
  });

  it('says in Zendesk’s words why it does not take a change', async () => {
    const { simulator, client } = await start();
    const [closed = '', gone = '', open = ''] = simulator.create([
      { title: 'Closed', assigneeExternalId: '400001', fields: { status: 'closed' } },
      { title: 'Gone' },
      { title: 'Open' },
    ]);
    simulator.delete([gone]);
    await expect(client.write?.({ ...change, externalId: closed, statusWord: 'open' })).rejects.toMatchObject({
      reason: 'rejected',
      message: 'Zendesk did not take the change of ticket:35001: Status: closed prevents ticket update.',
    });
    await expect(client.write?.({ ...change, externalId: gone, statusWord: 'open' })).rejects.toMatchObject({ reason: 'rejected' });
    await expect(client.write?.({ ...change, externalId: open, assigneeExternalId: '1' })).rejects.toThrow('is not an active agent');
  });
});

describe('what goes wrong at Zendesk is said so that an admin can act', () => {
  it('wrong credentials, by their kind', async () => {
    const { simulator, connect } = await start();
    const check = (credentials: JsonObject) => connect({ credentials }).client.check();
    await expect(check({ clientId: 'docket-simulated', clientSecret: 'wrong-secret' })).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('copy identifier and secret again'),
    });
    await expect(check({ accessToken: 'ended-long-ago' })).rejects.toThrow('has ended or was revoked');
    await expect(check({ email: 'x@example.com', apiToken: 'wrong-token' })).rejects.toThrow('does not accept the API token');
    simulator.setRole('end-user');
    await expect(check(simulator.credentials)).rejects.toThrow('for the end user Docket');
  });

  it('an access that ended is renewed', async () => {
    const { simulator, client, connect } = await start();
    await client.check();
    simulator.endTokens();
    await client.readItems(['ticket:1']);
    simulator.advanceMs(3 * 3_600_000);
    await expect(connect().client.check()).resolves.toBeDefined();
    expect(simulator.violations()).toEqual([]);
  });

  it('another subdomain, a missing right, a changed form, a server that is down', async () => {
    const { simulator, client, connect } = await start();
    expect(ZENDESK.findConfigProblem?.({}, {})).toContain('Enter the subdomain');
    expect(ZENDESK.findConfigProblem?.({ subdomain: 'acme' }, {})).toBeNull();
    expect(ZENDESK.baseUrlOf({ subdomain: 'acme' })).toBe('https://acme.zendesk.com');
    await client.check();
    simulator.answerAll({ status: 404, text: '<html>No help desk at acme.zendesk.com</html>' });
    await expect(connect().client.check()).rejects.toMatchObject({
      reason: 'not_found',
      message: expect.stringContaining('check the subdomain'),
    });
    simulator.answerAll({ status: 403, json: { error: 'insufficient_scope' } });
    await expect(client.readPeople()[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('the scopes read and write'),
    });
    simulator.answerAll({ status: 200, json: { tickets: [{ id: 'x' }], end_of_stream: true } });
    await expect(client.readChanges?.(null, null)[Symbol.asyncIterator]().next()).rejects.toThrow(
      'Docket needs an update if this stays so',
    );
    simulator.answerAll({ status: 503, headers: { 'retry-after': '900' }, text: 'down' });
    await expect(client.readItems(['ticket:1'])).rejects.toMatchObject({ reason: 'unavailable', retryAfterMs: 900_000 });
  });
});

describe('Zendesk’s events', () => {
  it('are taken when Zendesk signed them, and name the ticket', async () => {
    const { simulator, waiting } = await start();
    const body = JSON.stringify({ id: 'e1', subject: 'zen:ticket:35436', type: 'zen:event-type:ticket.created', detail: { id: '35436' } });
    const timestamp = '2026-03-01T09:00:00Z';
    const signature = createHmac('sha256', String(simulator.credentials.signingSecret))
      .update(timestamp + body)
      .digest('base64');
    const verify = (headers: Record<string, string>, rawBody = body) =>
      ZENDESK.verifyEvent?.(
        { method: 'POST', url: 'https://docket.example.com/', headers, rawBody: Buffer.from(rawBody) },
        { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs },
      );
    const headers = { 'x-zendesk-webhook-signature': signature, 'x-zendesk-webhook-signature-timestamp': timestamp };
    expect(verify(headers)).toEqual({ deliveryId: 'e1', externalIds: ['ticket:35436'] });
    expect(verify(headers, body.replace('35436', '35437'))).toBeNull();
    expect(verify({ ...headers, 'x-zendesk-webhook-signature-timestamp': '2026-03-01T09:00:01Z' })).toBeNull();
    expect(verify({})).toBeNull();
  });

  it('come from the simulator as Zendesk sends them', async () => {
    const { simulator, waiting } = await start();
    const receiver = await openEventReceiver();
    ending.push(receiver.close);
    const end = simulator.sendEvents?.(receiver.url);
    const [ticket = ''] = simulator.create([{ title: 'Ticket' }]);
    const event = await receiver.next();
    const session = { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs };
    expect(ZENDESK.verifyEvent?.(event, session)?.externalIds).toEqual([ticket]);
    expect(ZENDESK.verifyEvent?.({ ...event, rawBody: Buffer.from('{}') }, session)).toBeNull();
    end?.();
  });
});
