import { beforeEach, expect, test } from 'vitest';
import { COMMANDS, commandById } from './catalogue.ts';
import type { Command } from './command.ts';
import { createKeyDispatcher } from './key-dispatcher.ts';

interface Press {
  key: string;
  code?: string;
  shiftKey?: boolean;
  ctrlKey?: boolean;
  repeat?: boolean;
  inField?: boolean;
}

let ran: string[] = [];
let nowMs = 0;
let place: Command['place'] = 'tasks';
let dispatch: (event: KeyboardEvent) => void;

beforeEach(() => {
  ran = [];
  nowMs = 0;
  place = 'tasks';
  dispatch = createKeyDispatcher({
    commands: COMMANDS,
    isActive: (command) => command.place === 'console' || command.place === place,
    run: ({ id }) => ran.push(id),
    nowMs: () => nowMs,
  });
});

/** The few properties of a keyboard event that the dispatcher reads; there is no DOM here. */
function press({ key, code = '', shiftKey = false, ctrlKey = false, repeat = false, inField = false }: Press): boolean {
  const held: Readonly<Record<string, boolean>> = { Shift: shiftKey, Control: ctrlKey };
  let prevented = false;
  const event = {
    key,
    code,
    shiftKey,
    ctrlKey,
    metaKey: false,
    repeat,
    isComposing: false,
    defaultPrevented: false,
    target: { closest: () => (inField ? {} : null) },
    getModifierState: (modifier: string) => held[modifier] ?? false,
    preventDefault: () => {
      prevented = true;
    },
  };
  dispatch(event as unknown as KeyboardEvent);
  return prevented;
}

test('a key runs its command and keeps the event from the page', () => {
  expect(press({ key: 'a' })).toBe(true);
  expect(press({ key: 'q' })).toBe(false);
  expect(ran).toEqual(['task.claim']);
});

test('nothing fires while somebody types, but for combinations meant for it', () => {
  press({ key: 'a', inField: true });
  press({ key: 'Enter', ctrlKey: true, inField: true });
  press({ key: 'k', ctrlKey: true, inField: true });
  expect(ran).toEqual(['app.palette']);
});

test('a key that ends a sequence does not also mean what it means alone', () => {
  press({ key: 'g' });
  press({ key: 'p' });
  expect(ran).toEqual(['go.pending']);
});

test('after a sequence is complete, the next key stands alone', () => {
  press({ key: 'g' });
  press({ key: 'm' });
  press({ key: 'a' });
  expect(ran).toEqual(['go.mine', 'task.claim']);
});

test('a sequence that is not gone on with in a second is forgotten', () => {
  press({ key: 'g' });
  nowMs = 1_001;
  press({ key: 'p' });
  expect(ran).toEqual(['task.pause']);
});

test('holding Shift between two keys of a sequence does not end it', () => {
  press({ key: 'g' });
  press({ key: 'Shift', shiftKey: true });
  press({ key: 'i' });
  expect(ran).toEqual(['go.inbox']);
});

test('a key that is held down moves on but acts once', () => {
  press({ key: 'j' });
  press({ key: 'j', repeat: true });
  press({ key: 'a', repeat: true });
  expect(ran).toEqual(['list.next', 'list.next']);
});

test('characters are found on keyboards that need Shift for them', () => {
  press({ key: '?', shiftKey: true });
  press({ key: '/', shiftKey: true });
  press({ key: '/' });
  expect(ran).toEqual(['app.help', 'list.filter', 'list.filter']);
});

test('the same key means what its place says', () => {
  place = 'inbox';
  press({ key: 'j' });
  press({ key: 'a' });
  expect(ran).toEqual(['inbox.next']);
  expect(commandById('inbox.next').keys).toContain('j');
});
