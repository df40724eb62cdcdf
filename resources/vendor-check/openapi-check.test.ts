import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { SimulatorExchange } from '../../src-server/connectors/simulator/simulator.ts';
import { makeTemporaryFolder } from '../../src-server/store/temporary-folder.ts';
import { openApiCheck } from './openapi-check.ts';

const { folder, remove } = makeTemporaryFolder();
afterAll(remove);

const DESCRIPTION = `
openapi: 3.0.1
info: { title: Tickets of Acme }
paths:
  /tickets/{id}:
    put:
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer } }
        - { name: notify, in: query, required: true, schema: { type: boolean } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Ticket' } } }
      responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Ticket' } } } } }
  /tickets/search:
    get: { responses: { '200': { description: none } } }
components:
  schemas:
    Ticket: { type: object, required: [status], properties: { status: { type: string, enum: [open, solved] }, owner: { type: string, nullable: true } } }
`;

const exchange: SimulatorExchange = {
  method: 'PUT',
  url: '/tickets/7?notify=true',
  requestHeaders: { 'content-type': 'application/json' },
  requestBody: '{"status":"solved","owner":null}',
  status: 200,
  responseHeaders: { 'content-type': 'application/json; charset=utf-8' },
  responseBody: '{"status":"solved"}',
};

describe('recorded traffic', () => {
  const path = join(folder, 'acme.yaml');
  writeFileSync(path, DESCRIPTION);
  const check = openApiCheck(path);
  const problems = (change: Partial<SimulatorExchange>) =>
    check.findProblems({ ...exchange, ...change }).map(({ where, problem }) => `${where}: ${problem}`);

  it('is told by operation, without a problem where it is as described', () => {
    expect(check.operationOf(exchange)).toBe('PUT /tickets/{id}');
    expect(check.operationOf({ ...exchange, method: 'GET', url: '/tickets/search' })).toBe('GET /tickets/search');
    expect(check.operationOf({ ...exchange, url: '/nothing' })).toBeNull();
    expect(problems({})).toEqual([]);
  });

  it('is told apart from what is described, in every part', () => {
    expect(problems({ url: '/tickets/seven?notify=true' })).toEqual(['request: path.id = seven: / must be integer']);
    expect(problems({ url: '/tickets/7' })).toEqual(['request: query.notify is missing']);
    expect(problems({ url: '/tickets/7?notify=true&loud=1' })).toEqual(['undescribed: query.loud']);
    expect(problems({ requestBody: '{"status":"done"}' })).toEqual(['request: body/status must be equal to one of the allowed values']);
    expect(problems({ requestBody: '' })).toEqual(['request: the body is missing']);
    expect(problems({ responseBody: '{"owner":1,"status":"open"}' })).toEqual(['answer: 200 /owner must be string,null']);
  });
});
