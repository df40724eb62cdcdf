import { Type } from 'typebox';
import { Check } from 'typebox/value';
import type { IpcResult, OpenedLink } from '../../src-shared/ipc/contract.ts';
import { UserRole } from '../../src-shared/schema/user.ts';
import { askServer, notDocket } from './ask-server.ts';
import { normalizeServerAddress } from './server-address.ts';
import type { SignInRequest } from './server-login.ts';

const KINDS = { invitations: 'invitation', 'password-resets': 'passwordReset' } as const;
const FOLDERS = { invitation: 'invitations', passwordReset: 'password-resets' } as const;
const FINISHES = { invitation: 'accept', passwordReset: 'finish' } as const;

const LinkAnswer = Type.Object({
  email: Type.String({ maxLength: 254 }),
  name: Type.Optional(Type.String({ maxLength: 120 })),
  role: Type.Optional(UserRole),
  expires_at: Type.String({ maxLength: 64 }),
});

interface ParsedLink {
  server: string;
  kind: OpenedLink['kind'];
  token: string;
}

/** Takes the address that an admin handed over apart; null when it is none of ours. */
export function parseOneTimeLink(typed: string): ParsedLink | null {
  const match = /^(.*)\/api\/v1\/(invitations|password-resets)\/([\w-]{16,128})\/?$/.exec(typed.trim());
  const [, address = '', folder, token = ''] = match ?? [];
  const server = normalizeServerAddress(address);
  if (server === null || (folder !== 'invitations' && folder !== 'password-resets')) return null;
  return { server, kind: KINDS[folder], token };
}

/** What a link is for. */
export async function openOneTimeLink(fetchFrom: typeof fetch, typed: string): Promise<IpcResult<'link.open'>> {
  const link = parseOneTimeLink(typed);
  if (!link) return NO_LINK;
  const answer = await askServer(fetchFrom, link.server, { method: 'GET', path: pathOf(link) });
  if (!answer.ok) return answer;
  if (!Check(LinkAnswer, answer.value)) return notDocket(link.server);
  const { email, name = null, role = null, expires_at } = answer.value;
  return { ok: true, value: { kind: link.kind, server: link.server, email, name, role, expiresAt: expires_at } };
}

/** What to send to use a link up; null when it is none of ours. */
export function useOneTimeLink(
  typed: string,
  { name, password }: { name: string | null; password: string },
): { server: string; request: SignInRequest } | null {
  const link = parseOneTimeLink(typed);
  if (!link) return null;
  const body = link.kind === 'invitation' ? { name: name ?? '', password } : { password };
  return { server: link.server, request: { path: `${pathOf(link)}/${FINISHES[link.kind]}`, body } };
}

export const NO_LINK = {
  ok: false as const,
  code: 'bad_link',
  message: 'This is no link of a Docket server. Copy all of it, from “http” to its end.',
};

function pathOf({ kind, token }: ParsedLink): string {
  return `/api/v1/${FOLDERS[kind]}/${token}`;
}
