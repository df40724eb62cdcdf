import type { Caller } from '../auth/caller.ts';
import type { CommandOutcome, TaskCommand, TaskCommandName } from './task-commands.ts';

type WithoutCaller = Record<string, unknown>;

/** Who calls stands there once: most commands of a group come from a few. */
interface EncodedCommands {
  callers: Caller[];
  /** Name, place of the caller, and the other parameters. */
  commands: [TaskCommandName, number, WithoutCaller][];
}

/** Texts go as they are: as JSON in JSON they would be written and read twice. */
export interface EncodedOutcomes {
  /** The rest of each, as JSON. */
  outcomes: string;
  /** Null: it was refused. */
  texts: (string | null)[];
}

/** JSON for another thread: it costs a third of what copying objects from thread to thread does. */
export function encodeCommands(commands: readonly TaskCommand[]): string {
  const encoded: EncodedCommands = { callers: [], commands: [] };
  const places = new Map<Caller, number>();
  for (const { name, parameters } of commands) {
    const { caller, ...others } = parameters;
    let place = places.get(caller);
    if (place === undefined) {
      place = encoded.callers.push(caller) - 1;
      places.set(caller, place);
    }
    encoded.commands.push([name, place, others]);
  }
  return JSON.stringify(encoded);
}

export function decodeCommands(text: string): TaskCommand[] {
  const { callers, commands } = JSON.parse(text) as EncodedCommands;
  return commands.map(([name, place, others]) => ({ name, parameters: { ...others, caller: callers[place] } }) as TaskCommand);
}

export function encodeOutcomes(outcomes: readonly CommandOutcome[]): EncodedOutcomes {
  const texts: (string | null)[] = [];
  const others = outcomes.map((outcome) => {
    if (!outcome.ok) {
      texts.push(null);
      return outcome;
    }
    const { text, ...value } = outcome.value;
    texts.push(text);
    return { ok: true, value };
  });
  return { outcomes: JSON.stringify(others), texts };
}

export function decodeOutcomes({ outcomes, texts }: EncodedOutcomes): CommandOutcome[] {
  const decoded = JSON.parse(outcomes) as CommandOutcome[];
  decoded.forEach((outcome, index) => {
    const text = texts[index];
    if (outcome.ok && typeof text === 'string') Object.assign(outcome.value, { text });
  });
  return decoded;
}
