import { expect, it, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { createHubspotSimulator, type HubspotSimulatorOptions } from './create-hubspot-simulator.ts';

/** Of whatever came, what these tests look at. */
interface Body {
  status: string;
  category: string;
  policyName: string;
  total: number;
  results: { properties: JsonObject }[];
  errors: { context: { requiredGranularScopes: string[] } }[];
}

const NOW_MS = Date.parse('2026-03-01T09:00:00Z');

async function open(options: HubspotSimulatorOptions = {}) {
  const simulator = await createHubspotSimulator({ isClockManual: true, startMs: NOW_MS, ...options });
  onTestFinished(simulator.stop);
  const send = async (path: string, json?: JsonObject, token = String(simulator.credentials.accessToken)) => {
    const response = await fetch(`${simulator.baseUrl}${path}`, {
      method: json ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(json ? { body: JSON.stringify(json) } : {}),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
  };
  const search = (json: JsonObject) => send('/crm/v3/objects/tasks/search', json);
  return { simulator, send, search };
}

it('refuses searches that HubSpot would refuse, or answer with nonsense, in its form', async () => {
  const { simulator, search } = await open({ items: 4 });
  const filtered = (filter: JsonObject): JsonObject => ({ filterGroups: [{ filters: [filter] }] });
  const wrong: JsonObject[] = [
    { limit: 201 },
    { after: '9900', limit: 200 },
    { sorts: ['a', 'b'] },
    filtered({ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(NOW_MS / 1000) }),
    filtered({ propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: NOW_MS }),
    filtered({ propertyName: 'no_such', operator: 'HAS_PROPERTY' }),
    filtered({ propertyName: 'hs_task_status', operator: 'IN', values: [] }),
    { filterGroups: [{ filters: Array.from({ length: 7 }, () => ({ propertyName: 'hs_object_id', operator: 'HAS_PROPERTY' })) }] },
    { properties: Array.from({ length: 300 }, (_, index) => `property_${index}`) },
  ];
  for (const each of wrong) {
    const { status, body } = await search(each);
    expect([status, body.status, body.category], JSON.stringify(each).slice(0, 80)).toEqual([400, 'error', 'VALIDATION_ERROR']);
    simulator.advanceMs(1_000);
  }
  expect(simulator.violations().length).toBe(wrong.length);
});

it('shows only what was asked for and is there, and what a search knows by then', async () => {
  const { simulator, search } = await open({ lagMs: 20_000 });
  simulator.create([{ title: 'Task', fields: { object: 'tasks' } }]);
  expect((await search({ properties: ['hs_task_subject'] })).body.total).toBe(0);
  simulator.advanceMs(20_000);
  const { body } = await search({ properties: ['hs_task_subject', 'no_such'] });
  expect(Object.keys(body.results[0]?.properties ?? {}).toSorted()).toEqual(
    ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_task_subject'].toSorted(),
  );
});

it('allows five searches a second and 190 other requests in ten, and says which limit it was', async () => {
  const { simulator, send, search } = await open();
  const answers = await Promise.all(Array.from({ length: 6 }, () => search({})));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 429]);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'SECONDLY' });
  expect([refused?.headers.has('retry-after'), answers[0]?.headers.has('x-hubspot-ratelimit-max')]).toEqual([false, false]);
  for (let sent = 0; sent < 190; sent += 1) {
    await send('/crm/v3/owners');
  }
  expect((await send('/crm/v3/owners')).body.policyName).toBe('TEN_SECONDLY_ROLLING');
  simulator.advanceMs(10_000);
  expect((await send('/crm/v3/owners')).headers.get('x-hubspot-ratelimit-remaining')).toBe('189');
});

it('asks who it is, and what they may', async () => {
  const { simulator, send } = await open();
  expect((await send('/crm/v3/owners', undefined, 'wrong')).body.category).toBe('INVALID_AUTHENTICATION');
  simulator.setScopes(['crm.objects.owners.read']);
  expect((await send('/crm/v3/owners')).status).toBe(200);
  const { status, body } = await send('/crm/v3/objects/tickets/search', {});
  expect([status, body.category, body.errors[0]?.context.requiredGranularScopes]).toEqual([
    403,
    'MISSING_SCOPES',
    ['crm.objects.tickets.read'],
  ]);
});
