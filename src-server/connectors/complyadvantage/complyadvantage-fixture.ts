import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import type { ItemPage, VendorChange, VendorItem, VendorPerson } from '../vendor.ts';
import { type ConnectedVendor, type ConnectOptions, connectToSimulator } from '../vendor-fixture.ts';
import { COMPLYADVANTAGE } from './complyadvantage-kind.ts';
import { type ComplyAdvantageSimulatorOptions, createComplyAdvantageSimulator } from './simulator/create-complyadvantage-simulator.ts';

/** For tests: an account in simulated time, theirs and ours; all ends with the test. */
export async function startComplyAdvantage(options: ComplyAdvantageSimulatorOptions = {}) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createComplyAdvantageSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  onTestFinished(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (more: Pick<ConnectOptions, 'config' | 'credentials'> = {}): ConnectedVendor => {
    const connected = connectToSimulator(COMPLYADVANTAGE, simulator, { waiting, ...more });
    onTestFinished(connected.close);
    return connected;
  };
  return { simulator, waiting, connect };
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

export async function readOpen({ client }: ConnectedVendor, resume: JsonValue | null = null) {
  const items = new Map<string, VendorItem>();
  const pages: ItemPage[] = [];
  for await (const page of client.readAllOpen(resume)) {
    pages.push(page);
    for (const item of page.items) items.set(item.externalId, item);
  }
  return { items, pages };
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

export function openIds(simulator: { items(): { externalId: string; state: string }[] }): string[] {
  return simulator
    .items()
    .filter(({ state }) => state === 'open')
    .map(({ externalId }) => externalId)
    .sort();
}
