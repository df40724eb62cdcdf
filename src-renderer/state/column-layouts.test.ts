import { expect, test } from 'vitest';
import { changeColumnLayout, columnLayoutOf, connectColumnLayouts, DEFAULT_COLUMNS, setColumnWidth } from './column-layouts.ts';
import type { View } from './view.ts';

const MINE: View = { kind: 'tasks', scope: { kind: 'mine' } };
const ALL: View = { kind: 'tasks', scope: { kind: 'all' } };

function storage() {
  const kept = new Map<string, string>();
  return { kept, getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
}

test('columns and widths are kept for each list of each account', () => {
  const disk = storage();
  const leaveAda = connectColumnLayouts('ada', disk);
  changeColumnLayout(MINE, { columns: ['title', 'due_at'] });
  setColumnWidth(MINE, 'due_at', 200.4);
  setColumnWidth(ALL, 'title', 3);
  leaveAda();
  const leaveBo = connectColumnLayouts('bo', disk);
  expect([columnLayoutOf(MINE), columnLayoutOf(ALL)]).toEqual(Array(2).fill({ columns: DEFAULT_COLUMNS, widths: {} }));
  leaveBo();
  connectColumnLayouts('ada', disk)();
  expect(columnLayoutOf(MINE)).toEqual({ columns: ['title', 'due_at'], widths: { due_at: 200 } });
  expect(columnLayoutOf(ALL)).toEqual({ columns: DEFAULT_COLUMNS, widths: { title: 56 } });
  setColumnWidth(MINE, 'due_at', null);
  expect(columnLayoutOf(MINE).widths).toEqual({});
});

test('what cannot be read is as by default', () => {
  const disk = storage();
  for (const text of ['{', '3', '{"mine":{"columns":[],"widths":{}}}', '{"mine":{"columns":["title"],"widths":{"title":"x"}}}', 'null']) {
    disk.kept.set('docket.columns.ada', text);
    connectColumnLayouts('ada', disk)();
    expect(columnLayoutOf(MINE)).toEqual({ columns: DEFAULT_COLUMNS, widths: {} });
  }
});
