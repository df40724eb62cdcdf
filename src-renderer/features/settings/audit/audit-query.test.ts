import { afterEach, describe, expect, it } from 'vitest';
import { auditQueryOf, NO_AUDIT_FILTER } from './audit-query.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');
const { TZ } = process.env;

afterEach(() => {
  process.env.TZ = TZ ?? 'UTC';
});

describe('what is asked of the audit log', () => {
  it('goes back from now by a span', () => {
    expect(auditQueryOf({ ...NO_AUDIT_FILTER, span: 'day', task: ' t1 ' }, NOW_MS)).toEqual({
      since: '2026-11-20T12:00:00.000Z',
      task: 't1',
    });
  });

  it('holds both days whole, also one of 25 hours', () => {
    process.env.TZ = 'Europe/Berlin';
    const days = { ...NO_AUDIT_FILTER, span: 'days', firstDay: '2026-10-24', lastDay: '2026-10-25' } as const;
    expect(auditQueryOf(days, NOW_MS)).toEqual({ since: '2026-10-23T22:00:00.000Z', until: '2026-10-25T23:00:00.000Z' });
  });

  it('leaves a day out that is not chosen', () => {
    expect(auditQueryOf({ ...NO_AUDIT_FILTER, span: 'days', lastDay: '' }, NOW_MS)).toEqual({});
  });
});
