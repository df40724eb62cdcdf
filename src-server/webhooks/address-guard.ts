import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;
type Network = readonly [Address, number];

/**
 * Ranges on top of those that `ipaddr.js` knows. Azure's platform address is public by its number, but answers every
 * virtual machine with what only that machine may know.
 */
const FORBIDDEN_NETWORKS: readonly Network[] = ['168.63.129.16/32', '192.88.99.0/24'].map(parseNetwork);

/** IPv6 outside of global unicast (RFC 4291: 2000::/3) is never somebody's public server: mapped, compatible, NAT64, ULA … */
const GLOBAL_UNICAST = parseNetwork('2000::/3');

export interface AddressGuard {
  /** Why a connection to the address (a literal, in any form that DNS gives) is refused; null when it may be made. */
  refusalOf(address: string): string | null;
  /** Whether the address was allowed by name of its network: there http is as good as https. */
  isListed(address: string): boolean;
}

/** `allowNetworks`: CIDRs that may be reached although they are private. Throws on what is no CIDR. */
export function createAddressGuard(allowNetworks: readonly string[]): AddressGuard {
  const allowed = allowNetworks.map(parseNetwork);
  const isListed = (address: string) => {
    const parsed = parseAddress(address);
    return parsed !== null && allowed.some((network) => contains(network, parsed));
  };
  return {
    isListed,
    refusalOf(address) {
      if (isListed(address)) return null;
      const range = forbiddenRange(address);
      return range === null
        ? null
        : `${address} is a ${range} address, which this server may not reach: an admin can allow its network in the settings, Server.`;
    },
  };
}

/** The same by the networks that are allowed at each moment: a list that changes is another list. */
export function createLiveAddressGuard(allowedNetworks: () => readonly string[]): AddressGuard {
  let networks = allowedNetworks();
  let guard = createAddressGuard(networks);
  const current = () => {
    if (networks === allowedNetworks()) return guard;
    networks = allowedNetworks();
    guard = createAddressGuard(networks);
    return guard;
  };
  return {
    refusalOf: (address) => current().refusalOf(address),
    isListed: (address) => current().isListed(address),
  };
}

/** Pure: the name of the range that makes an address unfit for other people's requests; null for a public one. */
export function forbiddenRange(address: string): string | null {
  const parsed = parseAddress(address);
  if (!parsed) return 'malformed';
  const range = parsed.range();
  if (range !== 'unicast') return RANGE_NAMES[range] ?? 'reserved';
  if (FORBIDDEN_NETWORKS.some((network) => contains(network, parsed))) return 'reserved';
  if (parsed.kind() === 'ipv6' && !contains(GLOBAL_UNICAST, parsed)) return 'reserved';
  return null;
}

const RANGE_NAMES: Readonly<Record<string, string>> = {
  unspecified: 'unspecified',
  broadcast: 'broadcast',
  multicast: 'multicast',
  linkLocal: 'link-local',
  loopback: 'loopback',
  carrierGradeNat: 'carrier-grade NAT',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'private',
  ipv4Mapped: 'mapped IPv4',
  rfc6145: 'translated IPv4',
  rfc6052: 'translated IPv4',
  '6to4': 'tunnelled IPv4',
  teredo: 'tunnelled IPv4',
};

function contains([network, bits]: Network, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network, bits);
}

function parseNetwork(text: string): Network {
  const trimmed = text.trim();
  try {
    if (!trimmed.includes('/')) {
      const address = ipaddr.parse(trimmed);
      return [address, address.kind() === 'ipv4' ? 32 : 128];
    }
    return ipaddr.parseCIDR(trimmed);
  } catch (error) {
    throw new Error(`${JSON.stringify(text)} is no network: write it like 10.0.0.0/8`, { cause: error });
  }
}

/** `isIP` first: `ipaddr.js` also reads octal and short forms, and disagrees with others about them. */
function parseAddress(address: string): Address | null {
  return isIP(address) === 0 || address.includes('%') ? null : ipaddr.parse(address);
}
