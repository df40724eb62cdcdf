import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { collectPages } from '../simulated-vendor-fixture.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';
import type { VendorItem } from '../vendor.ts';
import { type ConnectedVendor, connectToSimulator } from '../vendor-fixture.ts';
import { startIntercom } from './intercom-fixture.ts';
import { INTERCOM } from './intercom-kind.ts';

function write({ client }: ConnectedVendor, change: Parameters<NonNullable<typeof client.write>>[0]): Promise<VendorItem> {
  if (!client.write) throw new Error('the client does not write');
  return client.write(change);
}

const nothing = { actingExternalId: null, note: null };

describe('writing to Intercom', () => {
  it('writes assignee, status and note of tickets and conversations as the teammate who acts, once', async () => {
    const { simulator, connect } = await startIntercom();
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

  it('writes a note alone; without anybody who acts it leaves that, and says so', async () => {
    const { simulator, connect } = await startIntercom({ isRecording: true });
    const [id = ''] = simulator.create([{ title: 'A', fields: { object: 'conversation' } }]);
    const vendor = connect();
    const notes = () => simulator.exchanges().filter(({ url }) => url.endsWith('/reply')).length;
    expect(await write(vendor, { externalId: id, actingExternalId: '991267461', note: 'Called them' })).toMatchObject({ state: 'open' });
    expect(notes()).toBe(1);
    const nobody = connect({ config: { ...simulator.config, actingAdminId: '' } });
    await write(nobody, { ...nothing, externalId: id, note: 'Called them' });
    expect(notes()).toBe(1);
    expect(nobody.warnings).toEqual([expect.stringContaining('choose a teammate who acts for Docket')]);
    await expect(write(vendor, { externalId: id, actingExternalId: '7', note: 'Called them' })).rejects.toMatchObject({
      reason: 'rejected',
    });
  });

  it('says what is wrong with a change that Intercom will not take', async () => {
    const { simulator, connect } = await startIntercom();
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
    const { simulator, connect } = await startIntercom({ forbiddenPaths: ['/conversations'], region: 'EU' });
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
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const address = server.address();
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const changed = connectToSimulator(INTERCOM, { baseUrl, config: { baseUrl }, credentials: { accessToken: 'token-of-nobody' } });
    onTestFinished(changed.close);
    await expect(collectPages(changed.client.readAllOpen(null))).rejects.toMatchObject({
      reason: 'unexpected',
      message: expect.stringMatching(/POST \/tickets\/search in a form that version 2\.16 does not describe .*Nothing was changed/),
    });
  });

  it('says that it cannot be reached', async () => {
    const { simulator, connect } = await startIntercom();
    const vendor = connect();
    await simulator.stop();
    await expect(vendor.client.check()).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringContaining('cannot be reached'),
    });
  });

  it('gets through refusals, failures and cut answers, within the limit', async () => {
    const { simulator, connect } = await startIntercom({ items: 400 });
    simulator.setFaults({ seed: 3, rateLimited: 0.1, serverError: 0.05, cut: 0.05 });
    const waits = connect();
    expect((await collectPages(waits.client.readAllOpen(null))).items.size).toBe(400);
    expect(simulator.violations()).toEqual([]);
  });
});

describe('events of Intercom', () => {
  it('are taken with the right signature only, name what they are about, and tell repeats', async () => {
    const { simulator } = await startIntercom();
    const receiver = await openEventReceiver();
    onTestFinished(receiver.close);
    simulator.sendEvents?.(receiver.url);
    const [id = ''] = simulator.create([{ title: 'A', fields: { object: 'conversation' } }]);
    const event = await receiver.next();
    const verify = (changes: object, credentials = simulator.credentials) =>
      INTERCOM.verifyEvent?.({ ...event, ...changes }, { config: {}, credentials, nowMs: Date.now });
    expect(verify({})).toEqual({ deliveryId: expect.stringMatching(/^notif_/), externalIds: [id] });
    expect(verify({ rawBody: Buffer.concat([event.rawBody, Buffer.from(' ')]) })).toBeNull();
    expect(verify({ headers: {} })).toBeNull();
    expect(verify({}, { accessToken: 'x' })).toBeNull();
  });
});
