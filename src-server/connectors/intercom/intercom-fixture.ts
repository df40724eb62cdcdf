import { startSimulatedVendor } from '../simulated-vendor-fixture.ts';
import { INTERCOM } from './intercom-kind.ts';
import { createIntercomSimulator, type IntercomSimulatorOptions } from './simulator/create-intercom-simulator.ts';

/** For tests: a workspace. */
export function startIntercom(options: IntercomSimulatorOptions = {}) {
  return startSimulatedVendor(INTERCOM, createIntercomSimulator, options);
}
