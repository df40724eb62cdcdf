/** Cookies go to pages of forms and nowhere else: the API does not look at any. */
const PATH = '/f/';

export const SESSION_COOKIE = 'docket_page';
/** Tells one browser from another before somebody has signed in. */
export const VISIT_COOKIE = 'docket_visit';

export function readCookie(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** `maxAgeSeconds` 0 ends it; absent, it lives as long as the browser. */
export function writeCookie(name: string, value: string, options: { isSecure: boolean; maxAgeSeconds?: number }): string {
  const age = options.maxAgeSeconds === undefined ? '' : `; Max-Age=${options.maxAgeSeconds}`;
  return `${name}=${value}; Path=${PATH}; HttpOnly; SameSite=Lax${options.isSecure ? '; Secure' : ''}${age}`;
}
