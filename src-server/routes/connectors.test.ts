import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';
import { createBackOfficeSimulator } from '../connectors/back-office/create-back-office-simulator.ts';
import { type ConnectorEngine, createConnectorEngine } from '../connectors/engine/connector-engine.ts';
import { keepBudgets } from '../connectors/engine/connector-state.ts';
import { createIntercomSimulator } from '../connectors/intercom/simulator/create-intercom-simulator.ts';
import type { VendorSimulator } from '../connectors/simulator/simulator.ts';

let test: TestApp;
let vendor: VendorSimulator;
let engine: ConnectorEngine;

beforeEach(async () => {
  test = await openTestApp();
  vendor = await createIntercomSimulator({ items: 30, timeScale: 1_000 });
  engine = createConnectorEngine({
    ...test.dependencies.connectors,
    timeScale: 1_000,
    onError: (error) => test.failures.push(error),
    onRunEnded: test.dependencies.metrics.observeConnectorRun,
  });
});

afterEach(async () => {
  await engine.stop();
  await test.close();
  await vendor.stop();
});

const path = (rest = '') => `/api/v1/connectors${rest}`;

function create(body: object = {}) {
  return test.call('POST', path(), {
    body: { id: 'crm', kind: vendor.kind, name: 'CRM', enabled: true, config: vendor.config, credentials: vendor.credentials, ...body },
  });
}

async function secretsInAnswers(): Promise<string> {
  const answers = await Promise.all(['', '/crm', '/crm/runs', '/kinds', '/crm/people'].map((rest) => test.call('GET', path(rest))));
  const audit = await test.call('GET', '/api/v1/audit?limit=100');
  return [...answers, audit].map(({ text }) => text).join('\n');
}

describe('connectors', () => {
  it('are made, read and removed, without their credentials in any answer, row or audit entry', async () => {
    const made = await create();
    expect(made).toMatchObject({ status: 200, body: { id: 'crm', has_credentials: true, health: 'waiting', safety: { absences: 2 } } });
    await engine.runDue();
    const secret = Object.values(vendor.credentials).find((value) => typeof value === 'string' && value.length > 12) as string;
    expect(await secretsInAnswers()).not.toContain(secret);
    const tables = ['connectors', 'connector_states', 'connector_runs', 'audit_events'];
    for (const table of tables) {
      const rows = await test.dependencies.database.read((sql) => sql.all(`SELECT * FROM ${table}`));
      expect(JSON.stringify(rows)).not.toContain(secret);
    }
    expect((await test.call('DELETE', path('/crm'))).status).toBe(204);
    expect((await test.call('GET', path('/crm'))).status).toBe(404);
  });

  it('mirror once they are on, and tell what they did', async () => {
    await create();
    await engine.runDue();
    const { body } = await test.call('GET', path('/crm'));
    expect(body).toMatchObject({ health: 'well', open_items: vendor.items().filter(({ state }) => state === 'open').length });
    const runs = await test.call('GET', path('/crm/runs?limit=1'));
    expect(runs.body.items).toMatchObject([{ status: 'succeeded', created: body.open_items, error_count: 0 }]);
    const tasks = await test.call('GET', '/api/v1/tasks?limit=1');
    expect(tasks.text).toContain('"connector_id":"crm"');
    expect((await test.call('GET', '/metrics')).text).toContain('docket_connector_runs_total{kind="intercom",status="succeeded"} 1');
    expect((await test.call('GET', path('/crm/people'))).body.items).toHaveLength(vendor.people.length);
    expect(test.failures).toEqual([]);
  });

  it("say how much of the vendor's budgets is used, by the word of the process that has them", async () => {
    await create();
    expect((await test.call('GET', path('/crm'))).body.budgets).toMatchObject([{ name: 'default', limit: 833, used: 0, known_at: null }]);
    await engine.runDue();
    const known = (await test.call('GET', path('/crm'))).body.budgets;
    expect(known).toMatchObject([{ name: 'default', limit: 833, window_seconds: 0.01, known_at: expect.any(String) }]);
    const told = { atMicros: 0, budgets: [] };
    await test.dependencies.groupCommit.submit((sql) => keepBudgets(sql, 'crm', 'a process without the lease', told));
    expect((await test.call('GET', path('/crm'))).body.budgets).toEqual(known);
    await test.call('PATCH', path('/crm'), { body: { credentials: vendor.credentials } });
    expect((await test.call('GET', path('/crm'))).body.budgets).toMatchObject([{ used: 0, known_at: null }]);
  });

  it("are checked by the kind's own schemas", async () => {
    expect(await create({ kind: 'fax' })).toMatchObject({
      status: 422,
      body: { error: { message: expect.stringContaining('body.kind') } },
    });
    expect((await create({ config: { baseUrl: 7 } })).status).toBe(422);
    expect((await create({ credentials: { nothing: 'here' } })).status).toBe(422);
    expect((await test.call('GET', path('/kinds'))).body.items.map((kind: { kind: string }) => kind.kind)).toContain('intercom');
  });

  it("tell the vendor's own error, in tests and in the history", async () => {
    const credentials = {
      ...vendor.credentials,
      ...Object.fromEntries(Object.keys(vendor.credentials).map((name) => [name, 'wrong-wrong'])),
    };
    const kept = {
      ...credentials,
      ...Object.fromEntries(Object.entries(vendor.credentials).filter(([, value]) => String(value).length < 12)),
    };
    await create({ credentials: kept });
    const tested = await test.call('POST', path('/crm/test'));
    expect(tested.body).toMatchObject({ ok: false, problem: { reason: 'unauthorized', status: 401 } });
    await engine.runDue();
    const { body } = await test.call('GET', path('/crm'));
    expect(body).toMatchObject({ health: 'failing', message: tested.body.problem.message });
    const repaired = await test.call('POST', path('/test'), {
      body: { kind: vendor.kind, config: vendor.config, credentials: vendor.credentials },
    });
    expect(repaired.body).toMatchObject({ ok: true, problem: null });
  });

  it('forget the credentials when they go elsewhere, and never try elsewhere with them', async () => {
    await create();
    const elsewhere = { ...vendor.config, baseUrl: 'http://127.0.0.1:1' };
    const tried = await test.call('POST', path('/crm/test'), { body: { config: elsewhere } });
    expect(tried).toMatchObject({ status: 422, body: { error: { message: expect.stringContaining('credentials') } } });
    const changed = await test.call('PATCH', path('/crm'), { body: { config: elsewhere } });
    expect(changed.body).toMatchObject({ has_credentials: false, health: 'credentials_missing' });
    const back = await test.call('PATCH', path('/crm'), { body: { config: vendor.config } });
    expect(back.body).toMatchObject({ has_credentials: false });
    const entered = await test.call('PATCH', path('/crm'), { body: { credentials: vendor.credentials } });
    expect(entered.body).toMatchObject({ has_credentials: true });
  });

  it('show records as the source has them, and what a mapping makes of them', async () => {
    const office = await createBackOfficeSimulator({ items: 8 });
    onTestFinished(() => office.stop());
    const { kind, config, credentials } = office;
    office.update(['1'], { title: `Repeats ${credentials.token}` });
    const sample = await test.call('POST', path('/sample'), { body: { kind, config, credentials } });
    expect(sample.body).toMatchObject({ ok: true, problem: null, records: { length: 5 } });
    expect(sample.body.records[0].title).toBe('Repeats •••');
    const mapping = { fields: { owned_by: 'owner' } };
    const mapped = await test.call('POST', path('/map-sample'), {
      body: { kind, config: { ...config, mapping: { id: 'id', title: 'title & "!"' } }, mapping, records: sample.body.records },
    });
    expect(mapped.body).toMatchObject({ problem: null, records: { length: 5 } });
    expect(mapped.body.records[0].slice(0, 2)).toEqual([
      { target: 'id', value: '1', problem: null },
      { target: 'title', value: 'Repeats •••!', problem: null },
    ]);
    expect(mapped.body.records[0].at(-1)).toMatchObject({ target: 'fields.owned_by' });
    const refused = await test.call('POST', path('/sample'), { body: { kind, config, credentials: { ...credentials, token: 'wrong' } } });
    expect(refused.body).toMatchObject({ ok: false, problem: { reason: 'unauthorized' }, records: [] });
    await create();
    const fields = await test.call('POST', path('/crm/sample'));
    expect(fields.body.records[0]).toMatchObject({ object: expect.any(String), id: expect.anything() });
  });

  it('show what they would make before they are switched on', async () => {
    const body = { kind: vendor.kind, config: vendor.config, credentials: vendor.credentials };
    const preview = await test.call('POST', path('/preview'), { body });
    expect(preview.body).toMatchObject({ ok: true, problem: null });
    expect(preview.body.items).toHaveLength(20);
    expect(preview.body.items[0]).toMatchObject({ action: 'create', status: expect.stringMatching(/TODO|ASSIGNED|STARTED/) });
    expect((await test.call('GET', '/api/v1/tasks')).body.data ?? []).toHaveLength(0);
    await create();
    await engine.runDue();
    const whole = await test.call('POST', path('/crm/preview'), { body: { full: true } });
    expect(whole.body).toMatchObject({ ok: true, is_complete: true, would_create: 0, would_update: 0, would_close: 0, would_ask: false });
  });

  it('are paused and run by hand', async () => {
    await create({ enabled: false });
    await engine.runDue();
    expect((await test.call('GET', path('/crm/runs'))).body.items).toEqual([]);
    expect((await test.call('POST', path('/crm/run'))).status).toBe(409);
    await test.call('PATCH', path('/crm'), { body: { enabled: true } });
    await engine.runDue();
    await test.call('POST', path('/crm/run?full=true'));
    await engine.runDue();
    const runs = await test.call('GET', path('/crm/runs'));
    expect(runs.body.items.map(({ type }: { type: string }) => type)).toEqual(['full', 'changes']);
    const older = await test.call('GET', path(`/crm/runs?limit=1`));
    expect(older.body.meta.has_more).toBe(true);
    const next = await test.call('GET', path(`/crm/runs?limit=1&cursor=${older.body.meta.next_cursor}`));
    expect(next.body.items[0].type).toBe('changes');
  });
});

describe("a vendor's events", () => {
  it('are refused without a signature or the secret, and taken with one of them', async () => {
    await create();
    const events = path('/crm/events');
    expect((await test.call('POST', events, { token: null, body: { any: 'thing' } })).status).toBe(401);
    expect((await test.call('POST', events, { token: 'dc_guessed', body: {} })).status).toBe(401);
    const { body } = await test.call('POST', path('/crm/event-secret'));
    expect(
      (await test.call('POST', events, { token: body.secret, body: 'not even JSON', headers: { 'content-type': 'text/csv' } })).status,
    ).toBe(202);
    expect((await test.call('POST', path('/nobody/events'), { token: body.secret })).status).toBe(404);
    const text = JSON.stringify({
      type: 'notification_event',
      id: 'n-1',
      topic: 'ticket.created',
      data: { item: { type: 'ticket', id: '1' } },
    });
    const clientSecret = String(vendor.credentials.clientSecret);
    const signature = `sha1=${createHmac('sha1', clientSecret).update(text).digest('hex')}`;
    const signed = await test.call('POST', events, { token: null, body: text, headers: { 'x-hub-signature': signature } });
    expect(signed.status).toBe(202);
    await test.call('POST', events, { token: null, body: text, headers: { 'x-hub-signature': signature } });
    const kept = await test.dependencies.database.read((sql) => sql.all("SELECT 1 FROM connector_events WHERE delivery_id LIKE '%n-1%'"));
    expect(kept).toHaveLength(1);
  });

  it('wake the mirror', async () => {
    await create();
    await engine.runDue();
    const { body } = await test.call('POST', path('/crm/event-secret'));
    const [id] = vendor.create([{ title: 'Just now' }]);
    await test.call('POST', path('/crm/events'), { token: body.secret, body: { external_ids: [id] } });
    await engine.runDue();
    const runs = await test.call('GET', path('/crm/runs'));
    expect(runs.body.items[0]).toMatchObject({ type: 'items', created: 1 });
  });
});
