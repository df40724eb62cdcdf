import { type KeybindingPress, matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { Command } from './command.ts';

interface Binding {
  command: Command;
  presses: readonly KeybindingPress[];
}

/** How long the second key of a sequence is waited for. */
const SEQUENCE_MS = 1_000;

const MODIFIER_KEYS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

export interface KeyDispatcherOptions {
  commands: readonly Command[];
  /** Whether a command's keys count at this moment. */
  isActive: (command: Command) => boolean;
  run: (command: Command) => void;
  nowMs: () => number;
}

/**
 * Key events → commands. A key that continues a sequence (`g` then `m`) never also means what it means alone: tinykeys'
 * own handler would keep `g …` waiting after `g m` was complete, and take the next `a` for `g a`.
 */
export function createKeyDispatcher({ commands, isActive, run, nowMs }: KeyDispatcherOptions): (event: KeyboardEvent) => void {
  const bindings: readonly Binding[] = commands.flatMap((command) =>
    command.keys.map((keys) => ({ command, presses: parseKeybinding(keys) })),
  );
  let prefix: { continuations: readonly Binding[]; depth: number; untilMs: number } | null = null;

  return (event) => {
    if (event.defaultPrevented || event.isComposing || MODIFIER_KEYS.has(event.key)) return;
    const waiting = prefix !== null && nowMs() <= prefix.untilMs ? prefix : null;
    prefix = null;
    const depth = waiting?.depth ?? 0;
    const matches = (waiting?.continuations ?? bindings).filter(({ command, presses }) => {
      const press = presses[depth];
      return press !== undefined && matchKeybindingPress(event, press) && mayAnswer(command, event) && isActive(command);
    });
    const complete = matches.find(({ presses }) => presses.length === depth + 1);
    if (complete) {
      event.preventDefault();
      run(complete.command);
    } else if (matches.length > 0) {
      event.preventDefault();
      prefix = { continuations: matches, depth: depth + 1, untilMs: nowMs() + SEQUENCE_MS };
    }
  };
}

function mayAnswer(command: Command, event: KeyboardEvent): boolean {
  if (event.repeat && !command.repeats) return false;
  return !isTyping(event.target) || (command.inFields === true && (event.ctrlKey || event.metaKey));
}

const TEXT_INPUTS =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable=""],[contenteditable=true]';

/** Whether keys are text there. */
export function isTyping(target: EventTarget | null): boolean {
  return target !== null && 'closest' in target && typeof target.closest === 'function' && target.closest(TEXT_INPUTS) !== null;
}
