import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { type ConnectedVendor, type ConnectOptions, connectToSimulator } from '../vendor-fixture.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator, type IntercomSimulatorOptions } from './simulator/create-intercom-simulator.ts';

const START_MS = Date.UTC(2026, 2, 1, 9);
const ending: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).toReversed()) await end();
});

async function start(options: IntercomSimulatorOptions = {}) {
  const simulator = await createIntercomSimulator({ isClockManual: true, startMs: START_MS, timeScale: 100, ...options });
  ending.push(simulator.stop);
  const connect = (more: ConnectOptions = {}): ConnectedVendor => {
    const connected = connectToSimulator(INTERCOM, simulator, { timeScale: 100, ...more });
    ending.push(() => connected.close());
    return connected;
  };
  return { simulator, connect };
}

interface Collected {
  items: Map<string, VendorItem>;
  watermark: JsonValue | null;
  pages: ItemPage[];
}

async function collect(pages: AsyncIterable<ItemPage>): Promise<Collected> {
  const items = new Map<string, VendorItem>();
  const all: ItemPage[] = [];
  for await (const page of pages) {
    all.push(page);
    for (const item of page.items) items.set(item.externalId, item);
  }
  return { items, watermark: all.at(-1)?.watermark ?? null, pages: all };
}

function readChanges({ client }: ConnectedVendor, watermark: JsonValue | null, resume: JsonValue | null = null): Promise<Collected> {
  if (!client.readChanges) throw new Error('the client reads no changes');
  return collect(client.readChanges(watermark, resume));
}

function write({ client }: ConnectedVendor, change: Parameters<NonNullable<typeof client.write>>[0]): Promise<VendorItem> {
  if (!client.write) throw new Error('the client does not write');
  return client.write(change);
}

const nothing = { actingExternalId: null, note: null };

describe('reading Intercom', () => {
  it('imports all that is open, whole, with titles, places and all metadata but the messages', async () => {
    const { simulator, connect } = await start({ items: 700 });
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
    const { simulator, connect } = await start({ items: 1_400 });
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
    const { simulator, connect } = await start({ items: 1_000 });
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
    const { simulator, connect } = await start({ items: 1_200 });
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
    const { simulator, connect } = await start({ items: 1_000 });
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
    const { simulator, connect } = await start({ items: 4, searchLagMs: 60_000 });
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
    const { simulator, connect } = await start({ items: 500, isSortTaken: false });
    const vendor = connect();
    const first = await readChanges(vendor, null);
    expect(first.items.size).toBe(500);
    simulator.advanceMs(600_000);
    const [id = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.close([id]);
    expect((await readChanges(connect(), first.watermark)).items.get(id)?.state).toBe('closed');
  });

  it('tells what single items have become, deleted tickets too', async () => {
    const { simulator, connect } = await start();
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

  it('keeps a snoozed conversation open, and gives everybody who can hold an item', async () => {
    const { simulator, connect } = await start();
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

describe('writing to Intercom', () => {
  it('writes assignee, status and note of tickets and conversations as the teammate who acts, once', async () => {
    const { simulator, connect } = await start();
    const vendor = connect();
    const [ticket = '', conversation = ''] = simulator.create([
      { title: 'A', fields: { object: 'ticket' } },
      { title: 'B', fields: { object: 'conversation' } },
    ]);
    const done = { ...nothing, actingExternalId: '991267461', note: 'Paid <back>', assigneeExternalId: '991267462' };
    for (let count = 0; count < 2; count += 1) {
      // One mapping serves both: each takes the other's word for closed.
      expect(await write(vendor, { ...done, externalId: ticket, statusWord: 'closed' })).toMatchObject({
        state: 'closed',
        statusWord: 'resolved',
      });
      expect(await write(vendor, { ...done, externalId: conversation, statusWord: 'resolved' })).toMatchObject({
        state: 'closed',
        statusWord: 'closed',
        assigneeExternalId: '991267462',
      });
    }
    expect(simulator.writes()).toEqual([
      { externalId: ticket, change: { state: 'resolved', open: false, assigneeId: '991267462' } },
      { externalId: conversation, change: { assigneeId: '991267462' } },
      { externalId: conversation, change: { state: 'closed', open: false } },
    ]);
    expect(await write(vendor, { ...nothing, externalId: ticket, statusWord: 'in_progress' })).toMatchObject({
      state: 'open',
      statusWord: 'in_progress',
    });
    expect(await write(vendor, { ...nothing, externalId: conversation, statusWord: 'open', assigneeExternalId: null })).toMatchObject({
      state: 'open',
      assigneeExternalId: null,
    });
    expect(simulator.violations()).toEqual([]);
  });

  it('says what is wrong with a change that Intercom will not take', async () => {
    const { simulator, connect } = await start();
    const [id = ''] = simulator.create([{ title: 'A', fields: { object: 'ticket' } }]);
    const vendor = connect();
    await expect(write(vendor, { ...nothing, externalId: id, assigneeExternalId: '7' })).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('no such teammate'),
    });
    const nobody = connect({ config: { ...simulator.config, actingAdminId: '' } });
    await expect(write(nobody, { ...nothing, externalId: id, statusWord: 'resolved' })).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('choose a teammate who acts for Docket'),
    });
    simulator.delete([id]);
    await expect(write(vendor, { ...nothing, externalId: id, statusWord: 'resolved' })).rejects.toMatchObject({ reason: 'not_found' });
  });
});

describe('when Intercom says no', () => {
  it('names a wrong token and the region, a right that is missing, and a workspace elsewhere', async () => {
    const { simulator, connect } = await start({ forbiddenPaths: ['/conversations'], region: 'EU' });
    const wrong = connect({ credentials: { accessToken: 'dG9rOm5vdC10aGlzLW9uZQ==' } });
    await expect(wrong.client.check()).rejects.toMatchObject({
      reason: 'unauthorized',
      vendorMessage: 'unauthorized: Access Token Invalid',
      message: expect.stringMatching(/Copy it again .* region/),
    });
    await expect(connect().client.check()).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('tick “Read conversations”'),
    });
    const tickets = connect({ config: { ...simulator.config, objects: ['tickets'] } });
    expect((await tickets.client.check()).warnings).toEqual(['The workspace is hosted in the region eu, not us: choose eu as the region.']);
  });

  it('stops at an answer of another form, and says that nothing was changed', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"type":"ticket.list","data":[]}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ending.push(() => new Promise((resolve) => server.close(resolve)));
    const address = server.address();
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const changed = connectToSimulator(INTERCOM, { baseUrl, config: { baseUrl }, credentials: { accessToken: 'token-of-nobody' } });
    ending.push(() => changed.close());
    await expect(collect(changed.client.readAllOpen(null))).rejects.toMatchObject({
      reason: 'unexpected',
      message: expect.stringMatching(/POST \/tickets\/search in a form that version 2\.16 does not describe .*Nothing was changed/),
    });
  });

  it('says that it cannot be reached', async () => {
    const { simulator, connect } = await start();
    const vendor = connect({ waiting: impatient() });
    await simulator.stop();
    await expect(vendor.client.check()).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('gets through refusals, failures and cut answers, within the limit', async () => {
    const { simulator, connect } = await start({ items: 400 });
    simulator.setFaults({ seed: 3, rateLimited: 0.1, serverError: 0.05, cut: 0.05 });
    const waits = connect({ waiting: impatient() });
    expect((await collect(waits.client.readAllOpen(null))).items.size).toBe(400);
    expect(simulator.violations()).toEqual([]);
  });
});

describe('events of Intercom', () => {
  it('are taken with the right signature only, name what they are about, and tell repeats', async () => {
    const { simulator } = await start();
    const received: { headers: Record<string, string | undefined>; rawBody: Buffer }[] = [];
    const receiver = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({ headers: { 'x-hub-signature': String(request.headers['x-hub-signature']) }, rawBody: Buffer.concat(chunks) });
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    ending.push(() => new Promise((resolve) => receiver.close(resolve)));
    const address = receiver.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/events`;
    simulator.sendEvents?.(url);
    const [id = ''] = simulator.create([{ title: 'A', fields: { object: 'conversation' } }]);
    await expect.poll(() => received.length).toBe(1);
    const [event] = received;
    if (!event) throw new Error('nothing was received');
    const verify = (changes: object, credentials = simulator.credentials) =>
      INTERCOM.verifyEvent?.({ method: 'POST', url, ...event, ...changes }, { config: {}, credentials, nowMs: () => START_MS });
    expect(verify({})).toEqual({ deliveryId: expect.stringMatching(/^notif_/), externalIds: [id] });
    expect(verify({ rawBody: Buffer.concat([event.rawBody, Buffer.from(' ')]) })).toBeNull();
    expect(verify({ headers: {} })).toBeNull();
    expect(verify({}, { accessToken: 'x' })).toBeNull();
  });
});

function openIds(simulator: { items(): { externalId: string; state: string }[] }): string[] {
  return simulator
    .items()
    .filter(({ state }) => state === 'open')
    .map(({ externalId }) => externalId)
    .sort();
}

/** Waits for nothing. */
function impatient() {
  return { clock: { nowMicros: () => Math.round(performance.now() * 1_000_000) }, wait: async () => undefined };
}
