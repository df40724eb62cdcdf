import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ConsolesAnswer, ConsolesQuestion, Sighting } from './messages.ts';

/** A process of consoles. */
export interface Consoles {
  open(address: string, rows: number, consoles: readonly unknown[]): Promise<void>;
  /** Gives back when the operator acted, microseconds. */
  write(row: string): Promise<number>;
  tell(): Promise<Sighting[]>;
  stop(): Promise<void>;
}

export function startConsoles(program: string): Consoles {
  const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ask = async (question: ConsolesQuestion) => (await askProcess(child, question)) as ConsolesAnswer;
  return {
    open: async (address, rows, consoles) => void (await ask({ kind: 'open', address, rows, consoles })),
    async write(row) {
      const told = await ask({ kind: 'write', row });
      return 'atMicros' in told ? told.atMicros : 0;
    },
    async tell() {
      const told = await ask({ kind: 'tell' });
      return 'sightings' in told ? told.sightings : [];
    },
    stop: () => endProcess(child),
  };
}

/** Each question has one answer, and is asked after the one before was answered. */
export async function askProcess(child: ChildProcess, question: object): Promise<unknown> {
  const answered = once(child, 'message', { signal: AbortSignal.timeout(60_000) });
  child.send(question);
  const [answer] = await answered;
  return answer;
}

/** It ends itself when nobody is left to ask. */
export async function endProcess(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}
