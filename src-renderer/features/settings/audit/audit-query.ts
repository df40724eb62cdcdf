import type { AuditQuery } from '../../../../src-shared/http/audit-endpoints.ts';
import { ANY_TIME, momentsOf, type TimeSpan } from '../shell/time-span.ts';

export interface AuditFilter extends TimeSpan {
  actor: string;
  task: string;
}

export const NO_AUDIT_FILTER: AuditFilter = { ...ANY_TIME, actor: '', task: '' };

export function auditQueryOf({ actor, task, ...span }: AuditFilter, nowMs: number): AuditQuery {
  return {
    ...momentsOf(span, nowMs),
    ...(actor === '' ? {} : { actor }),
    ...(task.trim() === '' ? {} : { task: task.trim() }),
  };
}
