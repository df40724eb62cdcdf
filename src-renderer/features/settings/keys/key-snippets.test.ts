import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { SNIPPETS, type SnippetId, snippet } from './key-snippets.ts';

const KEY = 'dk_live_example';
const TITLE = `Bo's "first" task`;
const BODY = { fields: { external_id: 'claim-123', title: TITLE } };

/** What arrives when the lines are run. */
async function received(run: (server: string) => Promise<unknown>) {
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body: JSON.parse(body) });
      response.writeHead(200, { 'docket-result': 'created' }).end('{"uid":"task_1"}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  try {
    await run(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return seen;
}

function values(server: string) {
  return { server, key: KEY, title: TITLE };
}

test('the lines in JavaScript send the task', async () => {
  const seen = await received(async (server) => {
    const lines = snippet('javascript', values(server)).replace(/console\.log/, 'void ');
    await new Function(`return (async () => { ${lines} })()`)();
  });
  expect(seen).toEqual([{ method: 'PATCH', url: '/api/v1/tasks/', authorization: `Bearer ${KEY}`, body: BODY }]);
});

test('the node for n8n carries the same request', () => {
  const { nodes } = JSON.parse(snippet('n8n', values('https://docket.example')));
  const { method, url, jsonBody } = nodes[0].parameters;
  expect([method, url, JSON.parse(jsonBody)]).toEqual(['PATCH', 'https://docket.example/api/v1/tasks/', BODY]);
});

test('a shell reads the curl command as one command with the body whole', () => {
  const command = snippet('curl', values('https://docket.example')).replace(/^curl/, `printf '%s\\n'`);
  const words = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).split('\n');
  expect(words).toContain(JSON.stringify(BODY));
  expect(words).toContain(`Authorization: Bearer ${KEY}`);
});

test.each(SNIPPETS)('%s names the server and the key', (id: SnippetId) => {
  const text = snippet(id, values('https://docket.example'));
  expect(text).toContain('https://docket.example/api/v1/tasks/');
  expect(text).toContain(KEY);
});
