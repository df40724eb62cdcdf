export const SNIPPETS = ['curl', 'python', 'javascript', 'zapier', 'make', 'n8n'] as const;
export type SnippetId = (typeof SNIPPETS)[number];

export interface SnippetValues {
  /** The server's address without a trailing slash. */
  server: string;
  key: string;
  title: string;
}

/** Lines that send one task, ready to paste. */
export function snippet(id: SnippetId, values: SnippetValues): string {
  switch (id) {
    case 'curl':
      return curl(values);
    case 'python':
      return python(values);
    case 'javascript':
      return javascript(values);
    case 'zapier':
      return zapier(values);
    case 'make':
      return make(values);
    case 'n8n':
      return n8n(values);
  }
}

const EXAMPLE_ID = 'claim-123';

function bodyOf({ title }: SnippetValues): string {
  return JSON.stringify({ fields: { external_id: EXAMPLE_ID, title } });
}

function addressOf({ server }: SnippetValues): string {
  return `${server}/api/v1/tasks/`;
}

function curl(values: SnippetValues): string {
  return [
    `curl -X PATCH ${shellText(addressOf(values))} \\`,
    `  -H ${shellText(`Authorization: Bearer ${values.key}`)} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d ${shellText(bodyOf(values))}`,
  ].join('\n');
}

function shellText(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function python(values: SnippetValues): string {
  return [
    'import json, urllib.request',
    '',
    'request = urllib.request.Request(',
    `    ${JSON.stringify(addressOf(values))},`,
    '    method="PATCH",',
    `    data=json.dumps({"fields": {"external_id": ${JSON.stringify(EXAMPLE_ID)}, "title": ${JSON.stringify(values.title)}}}).encode(),`,
    `    headers={"Authorization": ${JSON.stringify(`Bearer ${values.key}`)}, "Content-Type": "application/json"},`,
    ')',
    'with urllib.request.urlopen(request, timeout=30) as answer:',
    '    print(answer.headers["Docket-Result"], json.load(answer)["uid"])',
  ].join('\n');
}

function javascript(values: SnippetValues): string {
  return [
    `const answer = await fetch(${JSON.stringify(addressOf(values))}, {`,
    `  method: 'PATCH',`,
    `  headers: { authorization: ${JSON.stringify(`Bearer ${values.key}`)}, 'content-type': 'application/json' },`,
    `  body: JSON.stringify({ fields: { external_id: ${JSON.stringify(EXAMPLE_ID)}, title: ${JSON.stringify(values.title)} } }),`,
    '});',
    `console.log(answer.headers.get('docket-result'), (await answer.json()).uid);`,
  ].join('\n');
}

function zapier(values: SnippetValues): string {
  return [
    'Method: PATCH',
    `URL: ${addressOf(values)}`,
    'Data Pass-Through?: No',
    `Data: ${bodyOf(values)}`,
    'Unflatten: Yes',
    `Headers: Authorization | Bearer ${values.key}`,
    '         Content-Type | application/json',
  ].join('\n');
}

function make(values: SnippetValues): string {
  return [
    `URL: ${addressOf(values)}`,
    'Method: PATCH',
    `Headers: Authorization = Bearer ${values.key}`,
    'Body type: Raw',
    'Content type: JSON (application/json)',
    `Request content: ${bodyOf(values)}`,
    'Parse response: Yes',
  ].join('\n');
}

/** What n8n takes from the clipboard. */
function n8n(values: SnippetValues): string {
  const node = {
    name: 'Send a task to Docket',
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    position: [0, 0],
    parameters: {
      method: 'PATCH',
      url: addressOf(values),
      sendHeaders: true,
      headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${values.key}` }] },
      sendBody: true,
      specifyBody: 'json',
      jsonBody: bodyOf(values),
      options: {},
    },
  };
  return JSON.stringify({ nodes: [node], connections: {} }, null, 2);
}
