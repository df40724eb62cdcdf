import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { COMMANDS, commandById } from './catalogue.ts';
import type { Command, CommandPlace } from './command.ts';
import { ariaShortcut, bindingsClash, keyLabels } from './key-binding.ts';

function placesOverlap(a: CommandPlace, b: CommandPlace): boolean {
  return a === b || a === 'console' || b === 'console';
}

function clashes(commands: readonly Command[]): string[] {
  const bindings = commands.flatMap(({ id, place, keys }) => keys.map((binding) => ({ id, place, binding })));
  return bindings.flatMap((a, index) =>
    bindings
      .slice(index + 1)
      .filter((b) => placesOverlap(a.place, b.place) && bindingsClash(a.binding, b.binding))
      .map((b) => `${a.binding}: ${a.id} and ${b.id}`),
  );
}

test('no two commands answer to the same keys in the same place', () => {
  expect(clashes(COMMANDS)).toEqual([]);
});

test('a second command on a key is found, and so is a key that begins a sequence', () => {
  const claim = commandById('task.claim');
  expect(clashes([...COMMANDS, { ...claim, id: 'task.other', keys: ['[Shift]+/'] }])).toEqual(['[Shift]+/: list.filter and task.other']);
  expect(clashes([claim, commandById('go.mine'), { ...claim, id: 'task.group', keys: ['g'] }])).toEqual(['g m: go.mine and task.group']);
});

test('the same key may mean two things in places that never show together', () => {
  expect(clashes([commandById('list.next'), commandById('inbox.next')])).toEqual([]);
});

test('ids are unique and say noun.verb, titles are in the catalogue', () => {
  const ids = COMMANDS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, title } of COMMANDS) {
    expect(id).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
    expect(en).toHaveProperty([title]);
  }
});

test('keys that count in text fields need a modifier', () => {
  for (const { inFields, keys } of COMMANDS) {
    if (inFields) for (const binding of keys) expect(binding).toMatch(/^\$mod\+/);
  }
});

test('every act on a task can be taken back and says what was done', () => {
  for (const id of ['task.claim', 'task.start', 'task.pause', 'task.complete', 'task.unassign', 'task.reopen']) {
    const command = commandById(id);
    expect(command.undo, id).toBeDefined();
    expect(command.done, id).toBeDefined();
  }
});

test('a binding is drawn key by key', () => {
  expect(keyLabels('g m')).toEqual([['G'], ['M']]);
  expect(keyLabels('$mod+Enter')).toEqual([['Ctrl', '↵']]);
  expect(keyLabels('[Shift]+?')).toEqual([['?']]);
});

test('screen readers are told single presses only', () => {
  expect(ariaShortcut('$mod+Enter')).toBe('Control+Enter');
  expect(ariaShortcut('a')).toBe('A');
  expect(ariaShortcut('g m')).toBeUndefined();
});
