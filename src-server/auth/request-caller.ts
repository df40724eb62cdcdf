import type { Caller } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sent the request; set by the authentication plugin before any route under the API's base runs. */
    caller: Caller;
  }
}
