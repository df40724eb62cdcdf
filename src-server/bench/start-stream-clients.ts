import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { StreamAnswer, StreamQuestion } from './stream-clients.ts';

export interface StreamClients {
  /** One stream for each token. Settles when all are open. */
  open(port: number, tokens: readonly string[]): Promise<void>;
  tell(): Promise<StreamAnswer>;
  /** Gives back what came until now, and begins anew. */
  reset(): Promise<StreamAnswer>;
  closeStreams(): Promise<void>;
  stop(): void;
}

export function startStreamClients(): StreamClients {
  const child = fork(join(import.meta.dirname, 'stream-clients.ts'), { serialization: 'advanced' });
  const ask = async (question: StreamQuestion) => {
    const answered = once(child, 'message');
    child.send(question);
    const [told] = (await answered) as [StreamAnswer];
    return told;
  };
  return {
    open: async (port, tokens) => void (await ask({ kind: 'open', port, tokens })),
    tell: () => ask({ kind: 'tell' }),
    reset: () => ask({ kind: 'reset' }),
    closeStreams: async () => void (await ask({ kind: 'close' })),
    stop: () => void child.kill('SIGTERM'),
  };
}
