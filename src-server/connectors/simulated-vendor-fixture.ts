import { onTestFinished } from 'vitest';
import type { JsonValue } from '../../src-shared/schema/task.ts';
import { createSimulatedWaiting } from './simulated-waiting.ts';
import type { SimulatorOptions, VendorSimulator } from './simulator/simulator.ts';
import type { ItemPage, VendorItem, VendorKind } from './vendor.ts';
import { type ConnectedVendor, type ConnectOptions, connectToSimulator } from './vendor-fixture.ts';

/** For tests: an account in simulated time, theirs and ours, and clients of it; all ends with the test. */
export async function startSimulatedVendor<Options extends SimulatorOptions, Simulator extends VendorSimulator>(
  kind: VendorKind,
  createSimulator: (options: Options) => Promise<Simulator>,
  options: Options,
) {
  const held: { advance?: (durationMs: number) => void } = {};
  const waiting = createSimulatedWaiting((durationMs) => held.advance?.(durationMs));
  const simulator = await createSimulator({ ...options, isClockManual: true, startMs: waiting.nowMs() });
  onTestFinished(simulator.stop);
  held.advance = simulator.advanceMs;
  const connect = (more: Pick<ConnectOptions, 'config' | 'credentials'> = {}): ConnectedVendor => {
    const connected = connectToSimulator(kind, simulator, { waiting, ...more });
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

/** Reads to the end. The watermark is the last page's. */
export async function collectPages(pages: AsyncIterable<ItemPage> | undefined): Promise<CollectedPages> {
  const items = new Map<string, VendorItem>();
  const all: ItemPage[] = [];
  for await (const page of pages ?? []) {
    all.push(page);
    for (const item of page.items) items.set(item.externalId, item);
  }
  return { items, watermark: all.at(-1)?.watermark ?? null, pages: all };
}

export function openIds(simulator: Pick<VendorSimulator, 'items'>): string[] {
  return simulator
    .items()
    .filter(({ state }) => state === 'open')
    .map(({ externalId }) => externalId)
    .sort();
}
