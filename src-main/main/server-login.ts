import { Type } from 'typebox';
import { Check } from 'typebox/value';
import { User } from '../../src-shared/schema/user.ts';
import { type AskFailure, askServer, notDocket } from './ask-server.ts';

const LoginAnswer = Type.Object({ token: Type.String({ minLength: 1, maxLength: 4_096 }), user: User });

export type LoginOutcome = { ok: true; token: string; user: User } | AskFailure;

/** What signs somebody in: a password, the first run's code, or a one-time link. */
export interface SignInRequest {
  path: string;
  body: Readonly<Record<string, unknown>>;
}

export async function logInToServer(fetchFrom: typeof fetch, server: string, { path, body }: SignInRequest): Promise<LoginOutcome> {
  const answer = await askServer(fetchFrom, server, { method: 'POST', path, body });
  if (!answer.ok) return answer;
  const { value } = answer;
  return Check(LoginAnswer, value) ? { ok: true, token: value.token, user: value.user } : notDocket(server);
}
