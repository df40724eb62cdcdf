/** It stands in sentences, and in answers, that have a longest length. */
const LONGEST = 1_000;

/**
 * What somebody typed as the server's address → its origin and path without a trailing slash, or null when it is no
 * http or https address, is too long for one, or carries a name and password. A missing scheme means https, on this computer http.
 */
export function normalizeServerAddress(input: string): string | null {
  const text = input.trim();
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${isLocal(text) ? 'http' : 'https'}://${text}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return null;
  const path = url.pathname.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  const server = url.origin + path;
  return server.length > LONGEST ? null : server;
}

export const BAD_ADDRESS = {
  ok: false as const,
  code: 'bad_address',
  message: 'The address must look like https://docket.example.com, without a name or password in it.',
};

function isLocal(text: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i.test(text);
}
