import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ReceiverFigures } from './webhook-receiver.ts';

export interface ReceiverProcess {
  url: string;
  tell(): Promise<ReceiverFigures>;
  /** Gives back the figures until now, and begins anew. */
  reset(): Promise<ReceiverFigures>;
  stop(): void;
}

export async function startReceiver(): Promise<ReceiverProcess> {
  const child = fork(join(import.meta.dirname, 'webhook-receiver.ts'), { serialization: 'advanced' });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const ask = async (question: 'tell' | 'reset') => {
    const answered = once(child, 'message');
    child.send(question);
    const [figures] = (await answered) as [ReceiverFigures];
    return figures;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    tell: () => ask('tell'),
    reset: () => ask('reset'),
    stop: () => void child.kill('SIGTERM'),
  };
}
