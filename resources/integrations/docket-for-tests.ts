import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../e2e/fixtures/api-client.ts';
import { BOOTSTRAP_KEY, startServerProcess } from '../../e2e/fixtures/server-process.ts';

export interface DocketForTests {
  url: string;
  key: string;
  api: ApiClient;
  /** Somebody who can be given tasks. */
  operator: { id: string; email: string };
  /** Brings a task to DONE through the API: assigned, started, completed. */
  complete(uid: string): Promise<void>;
  stop(): Promise<void>;
}

/** The real server in a process of its own, with one operator. */
export async function startDocket(): Promise<DocketForTests> {
  const dataDir = mkdtempSync(join(tmpdir(), 'docket-integrations-'));
  const server = await startServerProcess({ dataDir });
  const api = new ApiClient(server.url, BOOTSTRAP_KEY);
  const email = 'nora@example.com';
  const { id } = await api.json<{ id: string }>('POST', '/users', { email, name: 'Nora', role: 'operator', skills: [] });
  return {
    url: server.url,
    key: BOOTSTRAP_KEY,
    api,
    operator: { id, email },
    async complete(uid) {
      const path = `/tasks/${encodeURIComponent(uid)}`;
      await api.json('POST', `${path}/assign`, { assignee_uid: id });
      await api.json('POST', `${path}/start`);
      await api.json('POST', `${path}/complete`);
    },
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
