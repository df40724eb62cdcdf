import { onTestFinished } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { connectToSimulator } from '../vendor-fixture.ts';
import { createZendeskSimulator, type ZendeskSimulatorOptions } from './create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk-kind.ts';

/** For tests: an account in simulated time, and a client of it; all ends with the test. */
export async function startZendesk(options: ZendeskSimulatorOptions = {}) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createZendeskSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  onTestFinished(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (overrides: { config?: JsonObject; credentials?: JsonObject } = {}) => {
    const connected = connectToSimulator(ZENDESK, simulator, { waiting, ...overrides });
    onTestFinished(connected.close);
    return connected;
  };
  return { simulator, waiting, connect, ...connect() };
}

export async function collectPages(pages: AsyncIterable<ItemPage> | undefined) {
  const items = new Map<string, VendorItem>();
  let watermark: JsonValue = null;
  const all: ItemPage[] = [];
  for await (const page of pages ?? []) {
    all.push(page);
    watermark = page.watermark ?? watermark;
    for (const item of page.items) {
      items.set(item.externalId, item);
    }
  }
  return { items, watermark, pages: all };
}
