import { API_KEY_SCOPES } from '../../src-shared/http/endpoint.ts';
import { insertAuditEvent } from '../audit/insert-audit-event.ts';
import type { Clock } from '../clock.ts';
import { createPerson } from '../people/people.ts';
import type { Database, Sql } from '../store/database.ts';
import { createApiKey } from './api-keys.ts';
import { hashPassword, type PasswordCost } from './password.ts';
import type { RandomBytes } from './tokens.ts';

export interface BootstrapOptions {
  apiKey: string | null;
  admin: { email: string; password: string } | null;
  clock: Clock;
  randomBytes: RandomBytes;
  passwordCost: PasswordCost;
}

/**
 * Makes the first key and the first admin in a database that has neither people nor keys. On any other it does nothing but
 * look: a server must not wait for those that write to start beside them.
 */
export async function bootstrapAccounts(database: Database, options: BootstrapOptions): Promise<void> {
  const { apiKey, admin, clock, randomBytes, passwordCost } = options;
  if (apiKey === null && admin === null) return;
  if (await database.read(hasAccounts)) return;
  const passwordHash = admin && (await hashPassword(admin.password, passwordCost, randomBytes));
  await database.write(async (sql) => {
    if (await hasAccounts(sql)) return;
    if (apiKey !== null) {
      await createApiKey(sql, { clock, randomBytes }, { name: 'First key', source: 'api', scopes: [...API_KEY_SCOPES] }, apiKey);
    }
    if (admin) {
      const id = `user_${randomBytes(9).toString('base64url')}`;
      await createPerson(sql, clock, { id, email: admin.email, name: admin.email.split('@')[0] ?? 'Admin', role: 'admin', passwordHash });
    }
    await insertAuditEvent(sql, {
      atMicros: clock.nowMicros(),
      actor: { kind: 'system', id: null, name: 'Environment' },
      action: 'server.bootstrap',
      subject: null,
      address: null,
      details: { apiKey: apiKey !== null, admin: admin?.email ?? null },
    });
  });
}

async function hasAccounts(sql: Sql): Promise<boolean> {
  const known = await sql.get('SELECT 1 AS one WHERE EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM api_keys)');
  return known !== undefined;
}
