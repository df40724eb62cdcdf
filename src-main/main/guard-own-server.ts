import type { LocalServer } from './local-server.ts';

/**
 * What belongs to the console's own server goes to nobody else: while that does not run, whoever took its port gets no
 * token and no password.
 */
export function guardOwnServer(fetchFrom: typeof fetch, own: Pick<LocalServer, 'owns' | 'listensAt'>): typeof fetch {
  return (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!own.owns(address) || own.listensAt(address)) return fetchFrom(input, init);
    // As where nobody answers: that is known everywhere.
    return Promise.reject(new TypeError('fetch failed', { cause: new Error('the own server does not run') }));
  };
}
