import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { openIds } from '../simulated-vendor-fixture.ts';
import type { SimulatorExchange } from '../simulator/simulator.ts';
import { connectToAnswers, peopleOf, readOpen, startComplyAdvantage, write } from './complyadvantage-fixture.ts';

function sent(exchanges: readonly SimulatorExchange[], method: string): string[] {
  return exchanges.filter((exchange) => exchange.method === method).map(({ url }) => url.split('?')[0] ?? '');
}

describe('reading Mesh', () => {
  it('reads all open cases, whole, and what became of those that left', async () => {
    const { simulator, connect } = await startComplyAdvantage({ items: 450 });
    const vendor = connect();
    const first = await readOpen(vendor);
    expect([...first.items.keys()].sort()).toEqual(openIds(simulator));
    expect(first.pages[0]?.total).toBe(450);
    const [decided = '', gone = ''] = simulator.items().map(({ externalId }) => externalId);
    simulator.close([decided]);
    simulator.delete([gone]);
    expect((await readOpen(vendor)).items.size).toBe(448);
    expect((await vendor.client.readItems([decided, gone])).map(({ state, statusWord }) => [state, statusWord])).toEqual([
      ['closed', 'DECISION'],
      ['deleted', 'deleted'],
    ]);
    expect(simulator.violations()).toEqual([]);
  });

  it('gives a case the same fields in a list and alone, with its title, its link and no empty values', async () => {
    const { simulator, connect } = await startComplyAdvantage();
    const vendor = connect({ config: { ...simulator.config, itemUrl: 'https://mesh.example.com/cases/{id}' } });
    const [id = ''] = simulator.create([
      { title: 'Jane Doe', assigneeExternalId: simulator.people[1]?.externalId ?? null, fields: { tier: 2 } },
    ]);
    const listed = (await readOpen(vendor)).items.get(id);
    expect(listed).toMatchObject({
      state: 'open',
      statusWord: 'INITIAL',
      assigneeExternalId: simulator.people[1]?.externalId,
      title: 'Customer onboarding: Jane Doe',
      priority: 2,
      url: `https://mesh.example.com/cases/${id.slice(5)}`,
      createdAt: '2026-03-01T09:00:00.000000+00:00',
      fields: { object: 'case', tier: 2, alerts: { count: 2, highest_priority: 2 }, stage: { display_name: 'Not started' } },
    });
    expect(listed?.fields).not.toHaveProperty('payment');
    expect(await vendor.client.readItems([id])).toEqual([listed]);
  });

  it('misses nothing that stays open while cases are decided under its reading', async () => {
    const { simulator, connect } = await startComplyAdvantage({ items: 600 });
    const ids = simulator.items().map(({ externalId }) => externalId);
    const found = new Set<string>();
    let turn = 0;
    for await (const page of connect().client.readAllOpen(null)) {
      for (const { externalId } of page.items) found.add(externalId);
      if (turn < 4) simulator.close(ids.slice(turn * 30, turn * 30 + 30));
      turn += 1;
    }
    expect(openIds(simulator).filter((id) => !found.has(id))).toEqual([]);
  });

  it('goes on where it was after a restart', async () => {
    const { simulator, connect } = await startComplyAdvantage({ items: 500 });
    const found = new Set<string>();
    let resume: JsonValue | null = null;
    for await (const page of connect().client.readAllOpen(null)) {
      for (const { externalId } of page.items) found.add(externalId);
      resume = page.resume;
      if (found.size >= 300) break;
    }
    const rest = await readOpen(connect(), resume);
    expect(rest.items.size).toBe(200);
    expect(new Set([...found, ...rest.items.keys()]).size).toBe(openIds(simulator).length);
  });

  it('asks for a token once a day, and once more where it is refused', async () => {
    const { simulator, connect, waiting } = await startComplyAdvantage({ isRecording: true });
    const vendor = connect();
    const tokens = () => simulator.exchanges().filter(({ url }) => url === '/v3/token').length;
    await readOpen(vendor);
    waiting.advanceMs(22 * 3_600_000);
    await readOpen(vendor);
    expect(tokens()).toBe(1);
    waiting.advanceMs(2 * 3_600_000);
    await readOpen(vendor);
    expect(tokens()).toBe(2);
    // Only their clock goes on: a session that ended early.
    simulator.advanceMs(25 * 3_600_000);
    await readOpen(vendor);
    expect(tokens()).toBe(3);
  });
});

describe('writing to Mesh', () => {
  it('writes assignee and comment, and decides only to a stage that was chosen', async () => {
    const { simulator, connect } = await startComplyAdvantage({ isRecording: true });
    const [id = ''] = simulator.create([{ title: 'Jane Doe' }]);
    const assigneeExternalId = simulator.people[0]?.externalId ?? '';
    const careful = connect({ config: { ...simulator.config, decisionStages: [] } });
    expect(await write(careful, { externalId: id, statusWord: 'DECISION', assigneeExternalId, note: 'Looks fine' })).toMatchObject({
      state: 'open',
      assigneeExternalId,
    });
    await write(careful, { externalId: id, assigneeExternalId, note: 'Only a word' });
    const deciding = connect({ config: { ...simulator.config, decisionStages: ['Accepted'] } });
    expect(await write(deciding, { externalId: id, statusWord: 'DECISION', assigneeExternalId: null })).toMatchObject({
      state: 'closed',
      statusWord: 'DECISION',
      assigneeExternalId: null,
    });
    await write(deciding, { externalId: id, statusWord: 'DECISION' });
    const path = `/v2/cases/${id.slice(5)}`;
    expect(sent(simulator.exchanges(), 'POST').filter((url) => url !== '/v3/token')).toEqual([
      '/v2/cases/assign/bulk',
      `${path}/notes`,
      `${path}/assign`,
      `${path}/transition`,
    ]);
    expect(simulator.writes().map(({ change }) => change)).toEqual([
      { assigneeId: assigneeExternalId },
      { assigneeId: null },
      { stage: 'Accepted' },
    ]);
    expect(simulator.violations()).toEqual([]);
  });

  it('says which type of case has no stage for done, and who is no user', async () => {
    const { simulator, connect } = await startComplyAdvantage();
    const [id = ''] = simulator.create([{ title: 'Jane Doe' }]);
    const stages = simulator.config.decisionStages;
    const other = connect({ config: { ...simulator.config, decisionStages: Array.isArray(stages) ? stages.slice(1) : [] } });
    await expect(write(other, { externalId: id, statusWord: 'DECISION' })).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('belongs to the workflow of CUSTOMER_ONBOARDING'),
    });
    await expect(write(other, { externalId: id, assigneeExternalId: '018d3157-0ec8-7009-a684-000000000000' })).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('The assignee is no user of this account'),
    });
  });

  it('looks into a 207 for what became of the case', async () => {
    const refused = { identifier: 'a', success: false, errors: [{ message: 'Locked by a colleague', detail: '' }] };
    const single = { identifier: 'a', type: 'T', stage: { identifier: 's', stage_type: 'INITIAL' }, created_at: '2026-01-01T00:00:00Z' };
    const vendor = await connectToAnswers((url) => {
      if (url.startsWith('/v3/token')) return { status: 200, json: { access_token: 'a-token-for-a-day' } };
      if (url.endsWith('/bulk')) return { status: 207, json: { results: [refused] } };
      return url.includes('/alerts') ? { status: 404, json: {} } : { status: 200, json: single };
    });
    await expect(write(vendor, { externalId: 'case:a', assigneeExternalId: 'b', note: 'x' })).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('Locked by a colleague'),
    });
  });
});

describe('when Mesh says no', () => {
  it('names credentials that are wrong, and a permission that is missing, without asking again and again', async () => {
    const { simulator, connect } = await startComplyAdvantage({ forbiddenPaths: ['/v2/cases/workflows'], isRecording: true });
    const wrong = connect({ credentials: { accessKey: 'somebody', secret: 'else-entirely' } });
    await expect(wrong.client.check()).rejects.toMatchObject({
      reason: 'unauthorized',
      vendorMessage: 'Invalid authentication for resource.',
      message: expect.stringMatching(/access key and secret .* check the region/),
    });
    const before = simulator.exchanges().length;
    await expect(connect().client.check()).rejects.toMatchObject({
      reason: 'forbidden',
      message: expect.stringMatching(/lack the permission “View cases” for GET \/v2\/cases\/workflows .* Settings > Roles/),
    });
    expect(simulator.exchanges().length - before).toBe(2);
  });

  it('lists the stages that decide, and warns of chosen ones that do not', async () => {
    const { simulator, connect } = await startComplyAdvantage();
    const account = await connect({ config: { ...simulator.config, decisionStages: ['Escalated', 'Nowhere', 'Accepted'] } }).client.check();
    expect(account.warnings).toEqual([
      'The stage Escalated that was chosen for done decides nothing: its cases stay open.',
      'No workflow has the stage Nowhere that was chosen for done.',
    ]);
    expect(account.statuses).toEqual([
      { word: 'INITIAL', label: 'INITIAL: Not started', isClosed: false },
      { word: 'REVIEW', label: 'REVIEW: In review, Escalated', isClosed: false },
      { word: 'DECISION', label: expect.stringMatching(/Accepted \(CUSTOMER_ONBOARDING, 018d3157-[\w-]+\)/), isClosed: true },
    ]);
  });

  it('reads on without the users where they may not be read, and says so', async () => {
    const { simulator, connect } = await startComplyAdvantage({ forbiddenPaths: ['/v2/accounts'], items: 3 });
    const vendor = connect();
    expect((await vendor.client.check()).warnings).toEqual([expect.stringContaining('map people by their identifiers')]);
    expect(await peopleOf(vendor)).toEqual([]);
    const all = await startComplyAdvantage();
    expect((await peopleOf(all.connect())).map(({ email }) => email)).toEqual(all.simulator.people.map(({ email }) => email));
    expect((await readOpen(vendor)).items.size).toBe(3);
    expect(simulator.violations()).toEqual([]);
  });

  it('keeps cases of an unknown kind of stage open, and stops at an answer of another form', async () => {
    const stage = { identifier: 's', display_name: 'Parked', stage_type: 'PARKED' };
    let cases: JsonObject = {
      cases: [{ identifier: 'a', type: 'T', stage, created_at: '2026-01-01T00:00:00Z' }, { identifier: 'b' }],
      next: null,
    };
    const vendor = await connectToAnswers((url) => {
      if (url.startsWith('/v3/token')) return { status: 200, json: { access_token: 'a-token-for-a-day' } };
      return { status: 200, json: url.includes('workflows') ? { workflows: [{ case_type: 'T', stages: [stage] }] } : cases };
    });
    const { items, pages } = await readOpen(vendor);
    expect([...items.values()].map(({ state, statusWord }) => [state, statusWord])).toEqual([['open', 'PARKED']]);
    expect(pages[0]?.skipped).toEqual([{ externalId: 'case:b', reason: expect.any(String) }]);
    expect(vendor.warnings).toEqual([expect.stringContaining('“Parked” is of the unknown type PARKED')]);
    cases = { items: [] };
    await expect(readOpen(vendor)).rejects.toMatchObject({ reason: 'unexpected', message: expect.stringContaining('Nothing was changed') });
  });

  it('says that it cannot be reached, and keeps what was read', async () => {
    const { simulator, connect } = await startComplyAdvantage({ items: 150 });
    const vendor = connect();
    await simulator.stop();
    await expect(readOpen(vendor)).rejects.toMatchObject({
      reason: 'unavailable',
      message: expect.stringMatching(/^127\.0\.0\.1:\d+ cannot be reached/),
    });
  });

  it('gets through refusals, failures and cut answers, within the limit', async () => {
    const { simulator, connect } = await startComplyAdvantage({ items: 1_000 });
    simulator.setFaults({ seed: 4, rateLimited: 0.1, serverError: 0.1, cut: 0.1 });
    expect((await readOpen(connect())).items.size).toBe(1_000);
    expect(simulator.violations()).toEqual([]);
  });
});
