import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { IpcResult } from '../../src-shared/ipc/contract.ts';
import { askServer, notDocket } from './ask-server.ts';
import { BAD_ADDRESS, normalizeServerAddress } from './server-address.ts';

const FirstRun = Type.Object({ needed: Type.Boolean() });

/** Whether a Docket server answers at what somebody typed, and whether it still waits for its first admin. */
export async function probeServer(fetchFrom: typeof fetch, typed: string): Promise<IpcResult<'server.probe'>> {
  const server = normalizeServerAddress(typed);
  if (server === null) return BAD_ADDRESS;
  const answer = await askServer(fetchFrom, server, { method: 'GET', path: '/api/v1/first-run' });
  if (!answer.ok) return answer;
  return Check(FirstRun, answer.value) ? { ok: true, value: { server, needsSetUp: answer.value.needed } } : notDocket(server);
}
