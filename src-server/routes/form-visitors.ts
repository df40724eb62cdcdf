import type { FastifyRequest } from 'fastify';
import type { User } from '../../src-shared/schema/user.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import type { Caller } from '../auth/caller.ts';
import type { StoredForm } from '../forms/form-rows.ts';
import { readCookie, SESSION_COOKIE, VISIT_COOKIE, writeCookie } from '../forms/page-cookies.ts';
import { createPageSeals, type PageSeals, SESSION_SECONDS } from '../forms/page-seals.ts';

const VISIT_ID = /^[\w-]{22}$/;

/** Who looks at a page of a form: cookies in, cookies out. */
export interface FormVisitors {
  seals: PageSeals;
  /** Whoever signed in on such a page; null where nobody did, or that is over. */
  personOf(request: FastifyRequest): Promise<(Caller & { kind: 'user' }) | null>;
  /** The visit that a page belongs to before somebody has signed in, and the cookie that begins it. */
  visitOf(request: FastifyRequest): { id: string; cookies: string[] };
  /** The visit that the browser sent back; null if it sent none. */
  knownVisit(request: FastifyRequest): string | null;
  sessionCookie(request: FastifyRequest, sessionId: string): string;
  endOfSession(request: FastifyRequest): string;
}

/** Whose page it is, as its token says. Public pages are everybody's: nobody's name is on what they send. */
export function bindingOf(form: StoredForm, user: User | null): string {
  return form.public || !user ? 'anybody' : `user ${user.id}`;
}

export function createFormVisitors(dependencies: AppDependencies): FormVisitors {
  const { authenticator, settings, randomBytes } = dependencies;
  const seals = createPageSeals(dependencies);
  // A proxy may speak https for the server.
  const isSecure = (request: FastifyRequest) => request.protocol === 'https' || settings.publicUrl?.startsWith('https:') === true;

  function knownVisit({ headers }: FastifyRequest): string | null {
    const id = readCookie(headers.cookie, VISIT_COOKIE);
    return id !== null && VISIT_ID.test(id) ? id : null;
  }

  return {
    seals,
    knownVisit,
    async personOf({ headers }) {
      const sealed = readCookie(headers.cookie, SESSION_COOKIE);
      const sessionId = sealed === null ? null : seals.openSession(sealed);
      return sessionId === null ? null : authenticator.findSession(sessionId);
    },
    visitOf(request) {
      const known = knownVisit(request);
      if (known !== null) return { id: known, cookies: [] };
      const id = randomBytes(16).toString('base64url');
      return { id, cookies: [writeCookie(VISIT_COOKIE, id, { isSecure: isSecure(request) })] };
    },
    sessionCookie: (request, sessionId) =>
      writeCookie(SESSION_COOKIE, seals.sealSession(sessionId), { isSecure: isSecure(request), maxAgeSeconds: SESSION_SECONDS }),
    endOfSession: (request) => writeCookie(SESSION_COOKIE, '', { isSecure: isSecure(request), maxAgeSeconds: 0 }),
  };
}
