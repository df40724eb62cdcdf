import type { VendorKind } from '../vendor.ts';
import { verifyZendeskEvent } from './verify-zendesk-event.ts';
import { connectToZendesk } from './zendesk-client.ts';
import { type ZendeskConfig, ZendeskConfig as ZendeskConfigSchema, ZendeskCredentials, zendeskBaseUrl } from './zendesk-settings.ts';

const MINUTE_MS = 60_000;

export const ZENDESK: VendorKind = {
  kind: 'zendesk',
  name: 'Zendesk',
  description: 'Tickets of a Zendesk account. Status and assignee are written back.',
  config: ZendeskConfigSchema,
  credentials: ZendeskCredentials,
  schedule: { everySeconds: 60, fullEverySeconds: 86_400 },
  statuses: [
    // Zendesk takes no ticket back to new.
    { word: 'new', status: 'TODO', isWritten: false },
    { word: 'open', status: 'by_assignee' },
    { word: 'pending', status: 'by_assignee' },
    { word: 'hold', status: 'by_assignee' },
    { word: 'solved', status: 'DONE' },
    { word: 'closed', status: 'DONE', isWritten: false },
    { word: '*', status: 'by_assignee' },
  ],
  findConfigProblem: (config) => {
    const { subdomain = '', baseUrl = '' }: ZendeskConfig = config;
    return subdomain === '' && baseUrl === '' ? 'Enter the subdomain: the first part of acme.zendesk.com.' : null;
  },
  baseUrlOf: (config) => zendeskBaseUrl(config),
  // Half of what Zendesk gives an account: exports 10 a minute, exports of searches 100, all else 200 on the smallest plan.
  limits: {
    export: { requests: 5, perMs: MINUTE_MS },
    search: { requests: 50, perMs: MINUTE_MS },
    deleted: { requests: 5, perMs: MINUTE_MS },
    default: { requests: 100, perMs: MINUTE_MS },
  },
  takesNotes: (config) => config.writesNotes === true,
  connect: connectToZendesk,
  verifyEvent: verifyZendeskEvent,
};
