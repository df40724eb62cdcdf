import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { User } from '../../src-shared/schema/user.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src-shared/sync/protocol.ts';

const LOGIN_TIMEOUT_MS = 15_000;

const LoginAnswer = Type.Object({ token: Type.String({ minLength: 1, maxLength: 4_096 }), user: User });
const ErrorAnswer = Type.Object({ error: Type.Object({ code: Type.String(), message: Type.String() }) });

export type LoginOutcome = { ok: true; token: string; user: User } | { ok: false; code: string; message: string };

/** `POST /auth/login`. Every way of failing becomes a sentence that the person at the sign-in form can act on. */
export async function logInToServer(fetchFrom: typeof fetch, server: string, email: string, password: string): Promise<LoginOutcome> {
  let status: number;
  let body: unknown;
  try {
    const answer = await fetchFrom(`${server}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) },
      body: JSON.stringify({ email, password }),
      redirect: 'error',
      credentials: 'omit',
      signal: AbortSignal.timeout(LOGIN_TIMEOUT_MS),
    });
    status = answer.status;
    body = parseJson(await answer.text());
  } catch {
    return { ok: false, code: 'server_unreachable', message: `No answer from ${server}. Check the address and the network.` };
  }
  if (status === 200 && conforms(LoginAnswer, body)) return { ok: true, token: body.token, user: body.user };
  if (!conforms(ErrorAnswer, body)) return { ok: false, code: 'not_docket', message: `What answers at ${server} is no Docket server.` };
  if (status === 426) {
    return {
      ok: false,
      code: 'protocol_unsupported',
      message: 'The server and this console have different versions. Update the console, or ask the admin to update the server.',
    };
  }
  return { ok: false, code: body.error.code.slice(0, 64), message: body.error.message.slice(0, 1_000) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function conforms<Schema extends TSchema>(schema: Schema, value: unknown): value is Static<Schema> {
  return Check(schema, value);
}
