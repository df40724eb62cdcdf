/** A failure whose message is a sentence for the endpoint's owner. */
export class RequestFailure extends Error {
  readonly isForbidden: boolean;

  constructor(sentence: string, isForbidden = false) {
    super(sentence);
    this.name = 'RequestFailure';
    this.isForbidden = isForbidden;
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The connection was refused: nothing listens there.',
  ECONNRESET: 'The connection was reset before an answer came.',
  EPIPE: 'The connection was closed while the request was sent.',
  ENOTFOUND: 'The host name does not resolve.',
  EAI_AGAIN: 'The host name could not be resolved for now.',
  ETIMEDOUT: 'No connection could be made in time.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The network cannot be reached.',
  HPE_HEADER_OVERFLOW: 'The answer has more headers than are read.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is self-signed.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate chain holds a self-signed certificate.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate cannot be verified.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another host name.',
};

/** What went wrong, in a sentence that says nothing of this server's own network. */
export function describeFailure(error: unknown, url: URL): { sentence: string; isForbidden: boolean } {
  const causes = error instanceof AggregateError ? error.errors : [error];
  for (const cause of causes) {
    if (cause instanceof RequestFailure) return { sentence: cause.message, isForbidden: cause.isForbidden };
  }
  const code = codeOf(causes[0]) ?? codeOf(error);
  if (code?.startsWith('HPE_') && !(code in SENTENCES)) return { sentence: 'The answer is no HTTP.', isForbidden: false };
  return { sentence: (code && SENTENCES[code]) ?? `The request to ${url.host} failed (${code ?? 'unknown reason'}).`, isForbidden: false };
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
