import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src-shared/sync/protocol.ts';
import { explainUnreachable } from './explain-unreachable.ts';

const TIMEOUT_MS = 15_000;

const ErrorAnswer = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) });

export type AskFailure = { ok: false; code: string; message: string };

export interface Question {
  method: 'GET' | 'POST';
  /** Below the server's address. */
  path: string;
  body?: unknown;
}

/** Asks a server as nobody. Every way of failing becomes a sentence that the person in front of a form can act on. */
export async function askServer(
  fetchFrom: typeof fetch,
  server: string,
  { method, path, body }: Question,
): Promise<{ ok: true; value: unknown } | AskFailure> {
  let status: number;
  let value: unknown;
  try {
    const answer = await fetchFrom(`${server}${path}`, {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    status = answer.status;
    value = parseJson(await answer.text());
  } catch (error) {
    return { ok: false, code: 'server_unreachable', message: explainUnreachable(server, error) };
  }
  if (status === 200) return { ok: true, value };
  if (!Check(ErrorAnswer, value)) return notDocket(server);
  if (status === 426) {
    return {
      ok: false,
      code: 'protocol_unsupported',
      message: 'The server and this console have different versions. Update the console, or ask the admin to update the server.',
    };
  }
  return { ok: false, code: value.error.code.slice(0, 64), message: value.error.message.slice(0, 1_000) };
}

export function notDocket(server: string): AskFailure {
  return { ok: false, code: 'not_docket', message: `What answers at ${server} is no Docket server.` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
