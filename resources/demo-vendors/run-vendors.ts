import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { createBackOfficeSimulator } from '../../src-server/connectors/back-office/create-back-office-simulator.ts';
import { createComplyAdvantageSimulator } from '../../src-server/connectors/complyadvantage/simulator/create-complyadvantage-simulator.ts';
import { createHubspotSimulator } from '../../src-server/connectors/hubspot/create-hubspot-simulator.ts';
import { createIntercomSimulator } from '../../src-server/connectors/intercom/simulator/create-intercom-simulator.ts';
import type { SimulatorOptions, VendorSimulator } from '../../src-server/connectors/simulator/simulator.ts';
import { createZendeskSimulator } from '../../src-server/connectors/zendesk/create-zendesk-simulator.ts';

const ITEMS = 60;
const CHANGE_EVERY_MS = 20_000;
const FIRST_PORT = 4_650;

const VENDORS: readonly { id: string; name: string; create: (options: SimulatorOptions) => Promise<VendorSimulator> }[] = [
  { id: 'demo-hubspot', name: 'HubSpot (simulated)', create: createHubspotSimulator },
  { id: 'demo-zendesk', name: 'Zendesk (simulated)', create: createZendeskSimulator },
  { id: 'demo-intercom', name: 'Intercom (simulated)', create: createIntercomSimulator },
  { id: 'demo-complyadvantage', name: 'ComplyAdvantage (simulated)', create: createComplyAdvantageSimulator },
  { id: 'demo-back-office', name: 'Back office (simulated)', create: createBackOfficeSimulator },
];

/** Starts a simulator of every vendor, and connectors that mirror them; goes on until it is ended. */
async function run(): Promise<void> {
  const { values } = parseArgs({ options: { server: { type: 'string' }, 'key-file': { type: 'string' } } });
  if (!values.server || !values['key-file']) throw new Error('usage: run-vendors.ts --server URL --key-file FILE');
  const { apiKey } = JSON.parse(await readFile(values['key-file'], 'utf8')) as { apiKey: string };

  async function send(method: string, path: string, body: unknown, accept: readonly number[] = []): Promise<Response> {
    const response = await fetch(`${values.server}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok || accept.includes(response.status)) return response;
    throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 500)}`);
  }

  for (const [at, { id, name, create }] of VENDORS.entries()) {
    const vendor = await startOn(create, FIRST_PORT + at);
    for (const person of vendor.people) {
      await send('POST', '/users', { email: person.email, name: person.name, role: 'operator', skills: [] }, [409]);
    }
    const settings = { config: vendor.config, credentials: vendor.credentials, enabled: true };
    const made = await send('POST', '/connectors', { id, kind: vendor.kind, name, ...settings }, [409]);
    if (made.status === 409) await send('PATCH', `/connectors/${id}`, settings);
    vendor.sendEvents?.(`${values.server}/api/v1/connectors/${id}/events`);
    setInterval(() => change(vendor), CHANGE_EVERY_MS + at * 1_000);
    console.log(`demo vendors: ${name} is at ${vendor.baseUrl}`);
  }
}

/** The same port at each start, so that a mirror goes on with what it has; another one where that is taken. */
async function startOn(create: (typeof VENDORS)[number]['create'], port: number): Promise<VendorSimulator> {
  try {
    return await create({ port, items: ITEMS });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return create({ items: ITEMS });
  }
}

let changes = 0;

/** A little happens at the vendors too. */
function change(vendor: VendorSimulator): void {
  changes += 1;
  const open = vendor.items().filter(({ state }) => state === 'open');
  const item = open[(changes * 7) % Math.max(1, open.length)];
  const person = vendor.people[changes % Math.max(1, vendor.people.length)];
  if (changes % 3 === 0) vendor.create([{ title: `A new matter, number ${changes}` }]);
  else if (item && changes % 3 === 1) vendor.assign([item.externalId], person?.externalId ?? null);
  else if (item && open.length > ITEMS / 2) vendor.close([item.externalId]);
}

run().catch((error: unknown) => {
  console.error(`demo vendors: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
