import { startSimulatedVendor } from '../simulated-vendor-fixture.ts';
import { createZendeskSimulator, type ZendeskSimulatorOptions } from './create-zendesk-simulator.ts';
import { ZENDESK } from './zendesk-kind.ts';

/** For tests: an account, and a client of it. */
export async function startZendesk(options: ZendeskSimulatorOptions = {}) {
  const started = await startSimulatedVendor(ZENDESK, createZendeskSimulator, options);
  return { ...started, ...started.connect() };
}
