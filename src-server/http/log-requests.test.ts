import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../app-fixture.ts';

describe('the log of requests', () => {
  let server: TestApp;
  let lines: { msg: string; reqId: string; traceId?: string; parentId?: string }[];
  beforeEach(async () => {
    lines = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => lines.push(JSON.parse(line)) });
    server = await openTestApp({ settings: { log } });
    lines.length = 0;
  });
  afterEach(() => server.close());

  const call = async (traceparent?: string) => {
    const { body } = await server.call('GET', '/api/v1/tasks/nothing', { headers: traceparent === undefined ? {} : { traceparent } });
    return { ...lines.find(({ msg }) => msg === 'refused'), requestId: body.error.requestId };
  };

  it('names the request as its answer does, and the trace that it is part of', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const { reqId, requestId, traceId, parentId } = await call(`00-${trace}-00f067aa0ba902b7-01`);
    expect([reqId, traceId, parentId]).toEqual([requestId, trace, '00f067aa0ba902b7']);
  });

  it.each([undefined, '', 'x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-${'A'.repeat(32)}-00f067aa0ba902b7-01`])(
    'names none where %j came',
    async (traceparent) => {
      const { traceId } = await call(traceparent);
      expect(traceId).toBeUndefined();
    },
  );
});
