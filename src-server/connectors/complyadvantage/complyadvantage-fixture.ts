import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { collectPages, startSimulatedVendor } from '../simulated-vendor-fixture.ts';
import type { VendorChange, VendorItem, VendorPerson } from '../vendor.ts';
import { type ConnectedVendor, connectToSimulator } from '../vendor-fixture.ts';
import { COMPLYADVANTAGE } from './complyadvantage-kind.ts';
import { type ComplyAdvantageSimulatorOptions, createComplyAdvantageSimulator } from './simulator/create-complyadvantage-simulator.ts';

/** For tests: an account. */
export function startComplyAdvantage(options: ComplyAdvantageSimulatorOptions = {}) {
  return startSimulatedVendor(COMPLYADVANTAGE, createComplyAdvantageSimulator, options);
}

/** A server that answers what no simulator would. */
export async function connectToAnswers(answer: (url: string) => { status: number; json: JsonObject }): Promise<ConnectedVendor> {
  const server = createServer((request, response) => {
    const { status, json } = answer(request.url ?? '');
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const credentials = { accessKey: 'an-access-key', secret: 'a-mesh-secret' };
  const connected = connectToSimulator(COMPLYADVANTAGE, { baseUrl, config: { baseUrl }, credentials });
  onTestFinished(connected.close);
  return connected;
}

export function readOpen({ client }: ConnectedVendor, resume: JsonValue | null = null) {
  return collectPages(client.readAllOpen(resume));
}

export function write({ client }: ConnectedVendor, change: Partial<VendorChange> & Pick<VendorChange, 'externalId'>): Promise<VendorItem> {
  if (!client.write) throw new Error('the client does not write');
  return client.write({ actingExternalId: null, note: null, ...change });
}

export async function peopleOf({ client }: ConnectedVendor): Promise<VendorPerson[]> {
  const people: VendorPerson[] = [];
  for await (const page of client.readPeople()) people.push(...page);
  return people;
}
