import ipaddr from 'ipaddr.js';

/** A CIDR, or a single address as a network of one; null for anything else. */
export function readNetwork(text: string): string | null {
  const trimmed = text.trim();
  const network = ipaddr.isValid(trimmed) ? `${trimmed}/${ipaddr.parse(trimmed).kind() === 'ipv4' ? 32 : 128}` : trimmed;
  return ipaddr.isValidCIDR(network) ? network : null;
}
