import { onTestFinished } from 'vitest';
import type { JsonValue } from '../../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from '../simulated-waiting.ts';
import type { ItemPage, VendorItem } from '../vendor.ts';
import { type ConnectedVendor, type ConnectOptions, connectToSimulator } from '../vendor-fixture.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator, type IntercomSimulatorOptions } from './simulator/create-intercom-simulator.ts';

/** For tests: a workspace in simulated time; all ends with the test. */
export async function startIntercom(options: IntercomSimulatorOptions = {}) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createIntercomSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  onTestFinished(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (more: Pick<ConnectOptions, 'config' | 'credentials'> = {}): ConnectedVendor => {
    const connected = connectToSimulator(INTERCOM, simulator, { waiting, ...more });
    onTestFinished(connected.close);
    return connected;
  };
  return { simulator, waiting, connect };
}

export interface CollectedPages {
  items: Map<string, VendorItem>;
  watermark: JsonValue | null;
  pages: ItemPage[];
}

export async function collectPages(pages: AsyncIterable<ItemPage>): Promise<CollectedPages> {
  const items = new Map<string, VendorItem>();
  const all: ItemPage[] = [];
  for await (const page of pages) {
    all.push(page);
    for (const item of page.items) items.set(item.externalId, item);
  }
  return { items, watermark: all.at(-1)?.watermark ?? null, pages: all };
}

export function openIds(simulator: { items(): { externalId: string; state: string }[] }): string[] {
  return simulator
    .items()
    .filter(({ state }) => state === 'open')
    .map(({ externalId }) => externalId)
    .sort();
}
