import type { VendorKind } from '../vendor.ts';
import type { VendorResponse } from '../vendor-http.ts';
import { connectToHubspot } from './hubspot-client.ts';
import { HUBSPOT_BASE_URL, type HubspotConfig, HubspotConfig as HubspotConfigSchema, HubspotCredentials } from './hubspot-settings.ts';
import { verifyHubspotEvent } from './verify-hubspot-event.ts';

const HOUR_MS = 3_600_000;
const LOCKED_MS = 2_000;

export const HUBSPOT: VendorKind = {
  kind: 'hubspot',
  name: 'HubSpot',
  description: 'Tasks, tickets, deals and other objects of a HubSpot account. Status and owner are written back.',
  config: HubspotConfigSchema,
  credentials: HubspotCredentials,
  schedule: { everySeconds: 60, fullEverySeconds: 86_400 },
  statuses: [
    { word: 'NOT_STARTED', status: 'by_assignee' },
    { word: 'IN_PROGRESS', status: 'started_by_assignee' },
    { word: 'COMPLETED', status: 'DONE' },
    { word: '*', status: 'by_assignee' },
  ],
  baseUrlOf: (config) => {
    const { baseUrl }: HubspotConfig = config;
    return baseUrl ?? HUBSPOT_BASE_URL;
  },
  // Half of 5 searches a second, which all apps of the account share, and half of 190 requests in 10 seconds.
  limits: { search: { requests: 2, perMs: 800 }, default: { requests: 95, perMs: 10_000 } },
  readWaitMs,
  connect: connectToHubspot,
  verifyEvent: verifyHubspotEvent,
};

/** HubSpot names the limit that was hit instead of how long to wait. */
function readWaitMs({ status, headers, text }: VendorResponse): number | null {
  const askedMs = Number(headers['retry-after'] ?? Number.NaN) * 1_000;
  switch (status) {
    case 423:
      return Math.max(LOCKED_MS, Number.isNaN(askedMs) ? 0 : askedMs);
    case 477:
      return Number.isNaN(askedMs) ? HOUR_MS : askedMs;
    case 429:
      if (!Number.isNaN(askedMs)) {
        return askedMs;
      }
      return text.includes('"DAILY"') ? HOUR_MS : text.includes('TEN_SECONDLY') ? 10_000 : 1_000;
    default:
      return null;
  }
}
