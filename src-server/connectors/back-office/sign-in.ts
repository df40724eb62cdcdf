import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { VendorSession } from '../vendor.ts';
import { VendorError } from '../vendor-error.ts';
import type { VendorRequest, VendorResponse } from '../vendor-http.ts';
import type { BackOfficeCredentials } from './back-office-settings.ts';

type FormCredentials = Extract<BackOfficeCredentials, { type: 'form' }>;

export interface SignedInHttp {
  /** Signs in where that is needed, and once more where the session is over. */
  request(request: VendorRequest): Promise<VendorResponse>;
}

/** Sends requests as the user that was made for us in the back office. */
export function createSignedInHttp(session: VendorSession, credentials: BackOfficeCredentials): SignedInHttp {
  switch (credentials.type) {
    case 'none':
      return session.http;
    case 'header':
      return withHeaders(session, { [credentials.name.toLowerCase()]: credentials.value });
    case 'basic': {
      const pair = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      return withHeaders(session, { authorization: `Basic ${pair}` });
    }
    case 'bearer':
      return withHeaders(session, { authorization: `Bearer ${credentials.token}` });
    case 'form':
      return withCookies(session, credentials);
  }
}

function withHeaders({ http }: VendorSession, headers: Record<string, string>): SignedInHttp {
  return { request: (request) => http.request({ ...request, headers: { ...request.headers, ...headers } }) };
}

function withCookies(session: VendorSession, credentials: FormCredentials): SignedInHttp {
  let jar: CookieJar | null = null;

  async function signIn(): Promise<CookieJar> {
    jar = await logIn(session, credentials);
    await session.secrets.set(Object.fromEntries(jar));
    return jar;
  }

  return {
    async request(request) {
      jar ??= readJar(await session.secrets.get());
      const isFresh = jar === null;
      const current = jar ?? (await signIn());
      const response = await send(session, request, current);
      if (isFresh || !isSignedOut(response)) return response;
      return send(session, request, await signIn());
    },
  };
}

type CookieJar = Map<string, string>;

function readJar(stored: JsonObject | null): CookieJar | null {
  if (!stored) return null;
  return new Map(Object.entries(stored).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])));
}

async function send({ http }: VendorSession, request: VendorRequest, jar: CookieJar): Promise<VendorResponse> {
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const response = await http.request({ ...request, headers: { ...request.headers, ...(cookie === '' ? {} : { cookie }) } });
  keepCookies(jar, response);
  return response;
}

/** Reads the log-in page for what it hides in its form, and sends the form. Throws a VendorError `unauthorized`. */
async function logIn(session: VendorSession, credentials: FormCredentials): Promise<CookieJar> {
  const jar: CookieJar = new Map();
  const page = await send(session, { method: 'GET', path: credentials.path }, jar);
  if (page.status !== 200) {
    throw new VendorError('not_found', `The log-in page ${credentials.path} answered with ${page.status}: check its path.`, {
      status: page.status,
    });
  }
  const form = await readForm(page.text, credentials);
  const answer = await send(session, { method: 'POST', path: form.action, form: form.values }, jar);
  const isRefused = answer.status >= 400 || (answer.status === 200 && hasPasswordField(answer.text));
  if (isRefused || jar.size === 0) {
    throw new VendorError('unauthorized', 'The back office refused the user name or the password.', { status: answer.status });
  }
  return jar;
}

async function readForm(text: string, { path, usernameField, passwordField, username, password }: FormCredentials) {
  // Loaded where a back office asks for it: it takes more memory than all of the connectors.
  const { load } = await import('cheerio');
  const page = load(text);
  const form = page('form')
    .filter((_index, element) => page(element).find('input[type=password]').length > 0)
    .first();
  const hidden = form
    .find('input[type=hidden][name]')
    .toArray()
    .map((input) => [page(input).attr('name') ?? '', page(input).attr('value') ?? ''] as const);
  const action = new URL(form.attr('action') || path, new URL(path, 'http://source.invalid'));
  if (action.host !== 'source.invalid') {
    throw new VendorError('unexpected', 'The log-in form sends to another server: it is not filled in.');
  }
  return {
    action: `${action.pathname}${action.search}`,
    values: { ...Object.fromEntries(hidden), [usernameField]: username, [passwordField]: password },
  };
}

/** Redirects are to the log-in page, as a rule: nothing else of a list redirects once its path is right. */
function isSignedOut({ status, headers, text }: VendorResponse): boolean {
  if (status === 401 || status === 403 || (status >= 300 && status < 400 && status !== 304)) return true;
  return status === 200 && /html/i.test(headers['content-type'] ?? '') && hasPasswordField(text);
}

function hasPasswordField(text: string): boolean {
  return /<input[^>]+type\s*=\s*["']?password/i.test(text);
}

function keepCookies(jar: CookieJar, { headers }: VendorResponse): void {
  for (const cookie of (headers['set-cookie'] ?? '').split('\n')) {
    const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(cookie) ?? [];
    if (name === undefined || value === undefined) continue;
    if (/;\s*max-age\s*=\s*(0|-\d+)/i.test(cookie)) jar.delete(name);
    else jar.set(name, value.trim());
  }
}
