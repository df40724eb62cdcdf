import type { LocalServer } from './local-server.ts';

/** Read by `explainUnreachable`. */
export const OWN_SERVER_DOWN = 'OWN_SERVER_DOWN';

/**
 * What belongs to the console's own server goes to nobody else: while that does not run, whoever took its port gets no
 * token and no password.
 */
export function guardOwnServer(fetchFrom: typeof fetch, own: Pick<LocalServer, 'owns' | 'listensAt'>): typeof fetch {
  return (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!own.owns(address) || own.listensAt(address)) return fetchFrom(input, init);
    const cause = Object.assign(new Error('the own server does not run'), { code: OWN_SERVER_DOWN });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };
}
