import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';

import { startZendesk } from './zendesk-fixture.ts';
import { ZENDESK } from './zendesk-kind.ts';

describe('writing to Zendesk', () => {
  const change = { actingExternalId: null, note: null };

  it('writes status and assignee of the newest version, and nothing where all is so already', async () => {
    const { simulator, client } = await startZendesk();
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
    const { simulator, client } = await startZendesk();
    const [a = '', b = ''] = simulator.create([{ title: 'A' }, { title: 'B' }]);
    const solve = (externalId: string, actingExternalId: string | null) =>
      client.write?.({ externalId, statusWord: 'solved', actingExternalId, note: null });
    expect((await solve(a, '400004'))?.assigneeExternalId).toBe('400004');
    expect((await solve(b, null))?.assigneeExternalId).toBe('400099');
  });

  it('reads again when somebody else was faster, and leaves alone what they decided', async () => {
    const { simulator, client } = await startZendesk();
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
    const { simulator, connect } = await startZendesk();
    const [ticket = ''] = simulator.create([{ title: 'Ticket', assigneeExternalId: '400001' }]);
    const { client } = connect({ config: { ...simulator.config, writesNotes: true } });
    await client.write?.({ externalId: ticket, statusWord: 'solved', actingExternalId: null, note: 'Called them back' });
    expect(simulator.writes()).toEqual([{ externalId: ticket, change: { status: 'solved', comment: 'Called them back' } }]);
  });

  it('adds a comment alone, where nothing else has changed', async () => {
    const { simulator, connect } = await startZendesk();
    const [ticket = ''] = simulator.create([{ title: 'Ticket', assigneeExternalId: '400001', fields: { status: 'open' } }]);
    const { client } = connect({ config: { ...simulator.config, writesNotes: true } });
    await client.write?.({ externalId: ticket, actingExternalId: null, note: 'Called them back' });
    await client.write?.({ externalId: ticket, statusWord: 'open', actingExternalId: null, note: 'And again' });
    expect(simulator.writes().map(({ change: written }) => written)).toEqual([{ comment: 'Called them back' }, { comment: 'And again' }]);
  });

  it('says in Zendesk’s words why it does not take a change', async () => {
    const { simulator, client } = await startZendesk();
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
    const { simulator, connect } = await startZendesk();
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
    const { simulator, client, connect } = await startZendesk();
    await client.check();
    simulator.endTokens();
    await client.readItems(['ticket:1']);
    simulator.advanceMs(3 * 3_600_000);
    await expect(connect().client.check()).resolves.toBeDefined();
    expect(simulator.violations()).toEqual([]);
  });

  it('another subdomain, a missing right, a changed form, a server that is down', async () => {
    const { simulator, client, connect } = await startZendesk();
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
    const { simulator, waiting } = await startZendesk();
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
    const { simulator, waiting } = await startZendesk();
    const receiver = await openEventReceiver();
    onTestFinished(receiver.close);
    const end = simulator.sendEvents?.(receiver.url);
    const [ticket = ''] = simulator.create([{ title: 'Ticket' }]);
    const event = await receiver.next();
    const session = { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs };
    expect(ZENDESK.verifyEvent?.(event, session)?.externalIds).toEqual([ticket]);
    expect(ZENDESK.verifyEvent?.({ ...event, rawBody: Buffer.from('{}') }, session)).toBeNull();
    end?.();
  });
});
