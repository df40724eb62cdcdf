import { ACCESS_ENDPOINTS } from './access-endpoints.ts';
import { ACCOUNT_ENDPOINTS } from './account-endpoints.ts';
import { AUDIT_ENDPOINTS } from './audit-endpoints.ts';
import { BACKUP_ENDPOINTS } from './backup-endpoints.ts';
import { CONNECTOR_ENDPOINTS } from './connector-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { FORM_ENDPOINTS } from './form-endpoints.ts';
import { HOOK_ENDPOINTS } from './hook-endpoints.ts';
import { INSIGHT_ENDPOINTS } from './insight-endpoints.ts';
import { LEASE_ENDPOINTS } from './lease-endpoints.ts';
import { QUEUE_ENDPOINTS } from './queue-endpoints.ts';
import { REVIEW_ENDPOINTS } from './review-endpoints.ts';
import { SCHEDULE_ENDPOINTS } from './schedule-endpoints.ts';
import { SERVER_ENDPOINTS } from './server-endpoints.ts';
import { SYNC_ENDPOINTS } from './sync-endpoints.ts';
import { TASK_ENDPOINTS } from './task-endpoints.ts';
import { VIEW_ENDPOINTS } from './view-endpoints.ts';

/**
 * Every endpoint: path, who may call it, what it takes and answers. The server refuses to start with a route that is
 * not here, and `/openapi.json` is made from it.
 */
export const ENDPOINTS = {
  ...SERVER_ENDPOINTS,
  ...BACKUP_ENDPOINTS,
  ...ACCOUNT_ENDPOINTS,
  ...ACCESS_ENDPOINTS,
  ...TASK_ENDPOINTS,
  ...QUEUE_ENDPOINTS,
  ...SCHEDULE_ENDPOINTS,
  ...SYNC_ENDPOINTS,
  ...HOOK_ENDPOINTS,
  ...FORM_ENDPOINTS,
  ...CONNECTOR_ENDPOINTS,
  ...VIEW_ENDPOINTS,
  ...LEASE_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...INSIGHT_ENDPOINTS,
  ...REVIEW_ENDPOINTS,
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;
