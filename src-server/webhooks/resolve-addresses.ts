import { lookup } from 'node:dns/promises';

/** A host name → all its addresses. Rejects when there are none. */
export type ResolveAddresses = (hostname: string) => Promise<string[]>;

/** As the operating system resolves, so that an administrator's hosts file counts. */
export const resolveAddresses: ResolveAddresses = async (hostname) => {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map(({ address }) => address);
};
