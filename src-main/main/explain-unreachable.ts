/** Codes of Node's TLS for certificates that nobody vouches for. */
const UNTRUSTED = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
];

/** Why `fetch` got no answer, in a sentence that says what to do. */
export function explainUnreachable(server: string, error: unknown): string {
  const { host, hostname, protocol } = new URL(server);
  const code = causeCode(error);
  if (UNTRUSTED.includes(code)) {
    return `The certificate of ${host} is signed by nobody that this computer trusts. Install the certificate of your organisation on this computer, or give the server a public one.`;
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired. Ask whoever runs the server to renew it.`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${host} is not valid yet. Check the date of this computer.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate that answers at ${host} belongs to another name. Check the address.`;
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return `${host} does not speak https on this port. Try http://${host}, if the server is in your own network.`;
    case 'UND_ERR_SOCKET':
    case 'ECONNRESET':
      return protocol === 'http:'
        ? `${host} hung up. Perhaps it speaks https only: try https://${host}.`
        : `${host} hung up before it answered. Try again, or check that the address is right.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no computer named ${hostname} as far as this network knows. Check the spelling, the network and the VPN.`;
    default:
      return `No answer from ${server}. Check the address and the network.`;
  }
}

function causeCode(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
