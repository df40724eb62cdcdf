import { isIP } from 'node:net';
import type { AddressGuard } from './address-guard.ts';
import type { ResolveAddresses } from './resolve-addresses.ts';

export interface TargetVetting {
  guard: AddressGuard;
  resolve: ResolveAddresses;
}

export type ParsedTarget = { ok: true; url: URL } | { ok: false; refusal: string };
export type VettedAddresses = { ok: true; addresses: string[] } | { ok: false; refusal: string };

/** Names that mean the server's own surroundings wherever they resolve, or that no public resolver knows. */
const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/i;

/** Reads what an owner wrote as the endpoint's url; nothing is looked up. */
export function parseTarget(text: string): ParsedTarget {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refuse('The address must be absolute, like https://example.com/hook.');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse(`The address must start with https://, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '') return refuse('The address must hold no user name or password.');
  if (url.hostname === '') return refuse('The address names no host.');
  url.hash = '';
  return { ok: true, url };
}

/**
 * Which addresses may be connected to for a url, or why none: one forbidden address refuses a name whole. Asked at every
 * connection, and the answer is what is connected to: a name that resolves to something else a moment later gains nothing.
 */
export async function vetAddresses(hostname: string, protocol: string, { guard, resolve }: TargetVetting): Promise<VettedAddresses> {
  const literal = literalOf(hostname);
  const addresses = literal === null ? await resolve(hostname) : [literal];
  if (addresses.length === 0) return refuse(`${hostname} has no address.`);
  return vetResolved(addresses, protocol, guard);
}

/** An address written into the url, which no resolver and no connector's `lookup` is ever asked about; null for a name. */
export function literalOf(hostname: string): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

function vetResolved(addresses: string[], protocol: string, guard: AddressGuard): VettedAddresses {
  for (const address of addresses) {
    const refusal = guard.refusalOf(address);
    if (refusal !== null) return refuse(refusal);
    if (protocol === 'http:' && !guard.isListed(address)) return refuse('The address must start with https://.');
  }
  return { ok: true, addresses };
}

/**
 * What can be known when an endpoint is registered: gives back the refusal, or null. A name that does not resolve yet
 * may do so tomorrow, so it is taken unless it is a name of private networks.
 */
export async function refuseTarget(url: URL, vetting: TargetVetting): Promise<string | null> {
  try {
    const vetted = await vetAddresses(url.hostname, url.protocol, vetting);
    return vetted.ok ? null : vetted.refusal;
  } catch {
    if (LOCAL_NAME.test(url.hostname)) return `${url.hostname} is a name of a private network.`;
    return url.protocol === 'https:' ? null : 'The address must start with https://.';
  }
}

function refuse(refusal: string): { ok: false; refusal: string } {
  return { ok: false, refusal };
}
