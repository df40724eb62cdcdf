import type { FastifyRequest } from 'fastify';

/** W3C Trace Context, of the version that there is: `00-trace-parent-flags`, none of them zeros alone. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

export interface Traceparent {
  /** As it came. */
  text: string;
  traceId: string;
  parentId: string;
}

/** The trace that a request is part of; null where it names none that can be read. */
export function readTraceparent({ headers }: Pick<FastifyRequest, 'headers'>): Traceparent | null {
  if (typeof headers.traceparent !== 'string') return null;
  const [text, traceId, parentId] = TRACEPARENT.exec(headers.traceparent) ?? [];
  return text === undefined || traceId === undefined || parentId === undefined ? null : { text, traceId, parentId };
}
