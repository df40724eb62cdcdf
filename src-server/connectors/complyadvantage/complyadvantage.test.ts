import { describe, expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { openIds } from '../simulated-vendor-fixture.ts';
import { openEventReceiver } from '../simulator/event-receiver.ts';
import { peopleOf, readOpen, startComplyAdvantage, write } from './complyadvantage-fixture.ts';
import { COMPLYADVANTAGE } from './complyadvantage-kind.ts';

describe('the legacy API', () => {
  it('mirrors searches: the open ones whole, what was decided singly, people, assignee, comment and match status', async () => {
    const { simulator, connect } = await startComplyAdvantage({ api: 'legacy', items: 250 });
    const vendor = connect();
    expect((await vendor.client.check()).warnings).toEqual([]);
    const first = await readOpen(vendor);
    expect([...first.items.keys()].sort()).toEqual(openIds(simulator));
    const [decided = '', gone = '', id = ''] = simulator.items().map(({ externalId }) => externalId);
    expect(first.items.get(id)).toMatchObject({
      statusWord: 'potential_match',
      url: expect.stringContaining('/public/search/'),
      createdAt: expect.any(String),
    });
    simulator.close([decided]);
    simulator.delete([gone]);
    expect((await vendor.client.readItems([decided, gone])).map(({ state, statusWord }) => [state, statusWord])).toEqual([
      ['closed', 'false_positive'],
      ['deleted', 'deleted'],
    ]);
    const [person] = await peopleOf(vendor);
    const change = { externalId: id, statusWord: 'DECISION', assigneeExternalId: person?.externalId ?? null, note: 'Another person' };
    const careful = connect({ config: { api: 'legacy', baseUrl: simulator.baseUrl } });
    expect(await write(careful, change)).toMatchObject({ state: 'open', assigneeExternalId: person?.externalId });
    expect(await write(vendor, change)).toMatchObject({ state: 'closed', statusWord: 'false_positive' });
    expect(simulator.violations()).toEqual([]);
  });

  it('waits 2, 4, 8 seconds after empty refusals', async () => {
    const { simulator, connect, waiting } = await startComplyAdvantage({ api: 'legacy', items: 3 });
    simulator.setFaults({ seed: 1, rateLimited: 1 });
    await expect(readOpen(connect())).rejects.toMatchObject({ reason: 'rate_limited', retryAfterMs: 32_000 });
    expect(waiting.waitedMs()).toBe(30_000);
  });

  it('names a wrong key, and credentials of the other product or region', async () => {
    const { connect } = await startComplyAdvantage({ api: 'legacy' });
    await expect(connect({ credentials: { apiKey: 'wrong-key' } }).client.check()).rejects.toMatchObject({
      reason: 'unauthorized',
      message: expect.stringContaining('does not accept the API key'),
    });
    const problem = (config: JsonObject, credentials: JsonObject) => COMPLYADVANTAGE.findConfigProblem?.(config, credentials);
    expect(problem({ api: 'legacy' }, { accessKey: 'a', secret: 'b' })).toContain('needs an API key');
    expect(problem({}, { apiKey: 'a' })).toContain('an access key and a secret');
    expect(problem({ api: 'legacy', region: 'ca' }, { apiKey: 'a' })).toContain('not offered in the region ca');
    expect(problem({ itemUrl: 'javascript:alert(1)' }, { accessKey: 'a', secret: 'b' })).toContain('must start with https://');
    expect(problem({ region: 'us2' }, { accessKey: 'a', secret: 'b' })).toBeNull();
    expect(COMPLYADVANTAGE.baseUrlOf({ region: 'us2' })).toBe('https://api.us2.mesh.complyadvantage.com');
    expect(COMPLYADVANTAGE.baseUrlOf({ api: 'legacy', region: 'ap' })).toBe('https://api.ap.complyadvantage.com');
  });
});

describe('events of Mesh', () => {
  it('are taken with the right signature and time only, and name the case', async () => {
    const { simulator, waiting } = await startComplyAdvantage();
    const receiver = await openEventReceiver();
    onTestFinished(receiver.close);
    simulator.sendEvents?.(receiver.url);
    const [id = ''] = simulator.create([{ title: 'Jane Doe' }]);
    const event = await receiver.next();
    const verify = (changes: object, credentials = simulator.credentials, nowMs = waiting.nowMs()) =>
      COMPLYADVANTAGE.verifyEvent?.({ ...event, ...changes }, { config: {}, credentials, nowMs: () => nowMs });
    expect(verify({})).toEqual({ deliveryId: event.headers['webhook-id'], externalIds: [id] });
    const { signingSecret } = simulator.credentials;
    expect(verify({}, { ...simulator.credentials, signingSecret: `whsec_${signingSecret}` })).not.toBeNull();
    expect(verify({ rawBody: Buffer.concat([event.rawBody, Buffer.from(' ')]) })).toBeNull();
    expect(verify({}, simulator.credentials, waiting.nowMs() + 600_000)).toBeNull();
    expect(verify({ headers: {} })).toBeNull();
    expect(verify({}, { accessKey: 'a', secret: 'b' })).toBeNull();
  });
});
