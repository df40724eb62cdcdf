import { createHmac } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';
import { startHubspot } from './hubspot-fixture.ts';
import { HUBSPOT } from './hubspot-kind.ts';

describe('writing to HubSpot', () => {
  it('writes status and owner, and nothing where all is so already', async () => {
    const { simulator, client } = await startHubspot();
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
    const { simulator, client } = await startHubspot();
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
    const { simulator, client } = await startHubspot();
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
    const { connect } = await startHubspot();
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
    const { simulator, client } = await startHubspot();
    simulator.setScopes(['crm.objects.contacts.read', 'crm.objects.owners.read']);
    await expect(client.check()).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringContaining('crm.objects.tickets.read, crm.schemas.tickets.read'),
    });
  });

  it('an access that ended is renewed; one that cannot be is said', async () => {
    const { simulator, connect } = await startHubspot();
    const { client } = connect({ credentials: simulator.oauthCredentials });
    await client.check();
    simulator.endTokens();
    await expect(client.check()).resolves.toMatchObject({ name: 'HubSpot portal 25912345' });
    simulator.advanceMs(3_600_000);
    await expect(client.check()).resolves.toBeDefined();
    expect(simulator.violations()).toEqual([]);
  });

  it('a lock, a move and a used-up day', async () => {
    const { simulator, client, waiting } = await startHubspot();
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

  it('a HubSpot that is down', async () => {
    const { simulator, client } = await startHubspot();
    simulator.setFaults({ seed: 1, serverError: 1 });
    await expect(client.check()).rejects.toMatchObject({ reason: 'unavailable', message: expect.stringContaining('tries again later') });
    await simulator.stop();
    await expect(client.check()).rejects.toMatchObject({ reason: 'unavailable', message: expect.stringContaining('cannot be reached') });
  });

  it('another server, an object that there is not, a changed form', async () => {
    const { simulator, client, connect } = await startHubspot();
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
    const { simulator, waiting } = await startHubspot();
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
    const { simulator, waiting } = await startHubspot();
    const receiver = await openEventReceiver();
    onTestFinished(receiver.close);
    const end = simulator.sendEvents?.(receiver.url);
    const [ticket = ''] = simulator.create([{ title: 'Ticket', fields: { object: 'tickets' } }]);
    const event = await receiver.next();
    const session = { config: {}, credentials: simulator.credentials, nowMs: waiting.nowMs };
    expect(HUBSPOT.verifyEvent?.(event, session)?.externalIds).toEqual([ticket]);
    expect(HUBSPOT.verifyEvent?.({ ...event, rawBody: Buffer.from('{}') }, session)).toBeNull();
    end?.();
  });
});
