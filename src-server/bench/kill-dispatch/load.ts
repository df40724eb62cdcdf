import type { ServerProcess } from '../server-process.ts';

export interface Load {
  /** The version of each task that a server acknowledged last. */
  acknowledged: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** Clients that take tasks through their states, one request at a time each; a task whose request was lost is left as it is. */
export function startLoad(servers: () => readonly ServerProcess[], assigneeUid: string, clients = 8): Load {
  const acknowledged = new Map<string, number>();
  let isStopped = false;
  let tasks = 0;
  const steps = [
    (uid: string) => ['PUT', `/tasks/${uid}`, { fields: { title: uid } }] as const,
    (uid: string) => ['POST', `/tasks/${uid}/assign`, { assignee_uid: assigneeUid }] as const,
    (uid: string) => ['POST', `/tasks/${uid}/start`, {}] as const,
    (uid: string) => ['POST', `/tasks/${uid}/complete`, {}] as const,
  ];

  async function workOn(): Promise<void> {
    while (!isStopped) {
      tasks += 1;
      const uid = `task-${tasks}`;
      for (const step of steps) if (!(await send(uid, step(uid)))) break;
    }
  }

  async function send(uid: string, [method, path, body]: readonly [string, string, object]): Promise<boolean> {
    const running = servers();
    const server = running[tasks % Math.max(running.length, 1)];
    try {
      if (!server) throw new Error('no server is running');
      const answer = await server.call(method, path, body);
      if (answer.status !== 200) return false;
      acknowledged.set(uid, (answer.body as { version: number }).version);
      return true;
    } catch {
      // Killed in the middle of it: whether it was done is for the database to say.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return false;
    }
  }

  const working = Promise.all(Array.from({ length: clients }, workOn));
  return {
    acknowledged,
    async stop() {
      isStopped = true;
      await working;
    },
  };
}
