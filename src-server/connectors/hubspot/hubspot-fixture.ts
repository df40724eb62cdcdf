import { startSimulatedVendor } from '../simulated-vendor-fixture.ts';
import { createHubspotSimulator, type HubspotSimulatorOptions } from './create-hubspot-simulator.ts';
import { HUBSPOT } from './hubspot-kind.ts';

/** For tests: an account, and a client of it. */
export async function startHubspot(options: HubspotSimulatorOptions = {}) {
  const started = await startSimulatedVendor(HUBSPOT, createHubspotSimulator, options);
  return { ...started, ...started.connect() };
}
