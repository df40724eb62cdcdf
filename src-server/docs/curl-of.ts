import type { OpenApi, Operation } from './open-api.ts';
import { sampleBody } from './sample-of-schema.ts';

/** A command that is ready to paste once DOCKET_SERVER and DOCKET_API_KEY (or DOCKET_TOKEN, a session's) are set. */
export function curlOf(api: OpenApi, method: string, path: string, operation: Operation): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const required = operation.parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  const query = required.map(({ name }) => `${name}=…`).join('&');
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "$DOCKET_SERVER${address}${query === '' ? '' : `?${query}`}"`,
  ];
  const { security } = operation;
  if (security && security.length > 0) {
    lines.push(`-H "Authorization: Bearer $${security.length > 1 ? 'DOCKET_API_KEY' : 'DOCKET_TOKEN'}"`);
  }
  const body = operation.requestBody?.content['application/json'];
  if (body && operation.requestBody?.required) {
    lines.push("-H 'Content-Type: application/json'", `-d ${quote(JSON.stringify(sampleBody(api, operation.operationId, body.schema)))}`);
  }
  if (operation.requestBody?.content['application/octet-stream']) lines.push('--data-binary @FILE');
  return lines.join(' \\\n  ');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
