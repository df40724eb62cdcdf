import ipaddr from 'ipaddr.js';
import type { ServerSettings } from './server-settings.ts';

/** Whether the `X-Forwarded-*` of a peer are believed, by the networks that are set at this moment. */
export function believeProxies(settings: ServerSettings): (address: string | undefined) => boolean {
  let known: readonly string[] = [];
  let networks: [ipaddr.IPv4 | ipaddr.IPv6, number][] = [];
  return (address) => {
    const { trustedProxies } = settings;
    if (trustedProxies.length === 0 || address === undefined || !ipaddr.isValid(address)) return false;
    if (known !== trustedProxies) {
      known = trustedProxies;
      networks = trustedProxies.map((network) => ipaddr.parseCIDR(network));
    }
    // An IPv4 peer of a socket for both comes as ::ffff:10.0.0.1.
    const peer = ipaddr.process(address);
    return networks.some(([network, bits]) => network.kind() === peer.kind() && peer.match(network, bits));
  };
}
