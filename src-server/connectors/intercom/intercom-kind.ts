import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorKind } from '../vendor.ts';
import type { VendorResponse } from '../vendor-http.ts';
import { connectIntercom } from './intercom-client.ts';
import { apiAddressOf, IntercomConfig, IntercomCredentials } from './intercom-settings.ts';
import { verifyIntercomEvent } from './verify-intercom-event.ts';

/** Both times are cut to seconds. */
const SHORTEST_WAIT_MS = 250;

export const INTERCOM: VendorKind = {
  kind: 'intercom',
  name: 'Intercom',
  description: 'Mirrors the tickets and conversations of an Intercom workspace, and writes assignee, status and comments back.',
  config: IntercomConfig,
  credentials: IntercomCredentials,
  schedule: { everySeconds: 60, fullEverySeconds: 86_400 },
  statuses: [
    { word: 'submitted', status: 'TODO' },
    { word: 'in_progress', status: 'started_by_assignee' },
    { word: 'waiting_on_customer', status: 'by_assignee', isWritten: false },
    { word: 'resolved', status: 'DONE' },
    { word: 'open', status: 'by_assignee' },
    { word: 'snoozed', status: 'by_assignee', isWritten: false },
    { word: 'closed', status: 'DONE' },
    { word: '*', status: 'by_assignee' },
  ],
  // Of 10,000 a minute, which Intercom counts in windows of ten seconds, half.
  limits: { default: { requests: 833, perMs: 10_000 } },
  findConfigProblem,
  baseUrlOf: (config) => apiAddressOf(config as IntercomConfig),
  readWaitMs,
  takesNotes: (config) => (config as IntercomConfig).writeNotes !== false,
  connect: connectIntercom,
  verifyEvent: verifyIntercomEvent,
};

function findConfigProblem(config: JsonObject): string | null {
  const { objects, baseUrl } = config as IntercomConfig;
  if (objects?.length === 0) return 'Choose what to mirror: tickets, conversations, or both.';
  if (baseUrl && !URL.canParse(baseUrl)) return 'The address must be whole, like https://api.intercom.io, or empty.';
  return null;
}

/** Intercom says when the window ends, in epoch seconds by its own clock, and nothing else. */
function readWaitMs({ status, headers }: VendorResponse, nowMs: number): number | null {
  if (status !== 429) return null;
  const resetAt = Number(headers['x-ratelimit-reset']);
  if (!headers['x-ratelimit-reset'] || !Number.isFinite(resetAt)) return null;
  const dateMs = Date.parse(headers.date ?? '');
  return Math.max(SHORTEST_WAIT_MS, resetAt * 1_000 - (Number.isNaN(dateMs) ? nowMs : dateMs));
}
