import { expect, it } from 'vitest';
import { logError } from './log-errors.ts';

it('logs an error with its causes and plain fields, and nothing that hangs on it', () => {
  const lost = Object.assign(new Error('connection lost', { cause: new Error('ECONNRESET') }), {
    code: '57P01',
    client: { user: 'docket', secretKey: 1_084_987_443 },
  });
  const logged = logError(lost);
  expect(logged).toMatchObject({ type: 'Error', message: 'connection lost: ECONNRESET', code: '57P01' });
  expect(logged).toHaveProperty('stack', expect.stringContaining('ECONNRESET'));
  const together = logError(new AggregateError([lost], 'both failed'));
  expect(together).toMatchObject({ message: expect.stringContaining('both failed'), errors: [{ code: '57P01' }] });
  for (const entry of [logged, together]) expect(JSON.stringify(entry)).not.toMatch(/1084987443|docket"/);
  expect(logError('no error at all')).toBe('no error at all');
});
