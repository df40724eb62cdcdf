import { expect, test } from 'vitest';
import { cleanScreen } from './clean-screen.ts';
import { goTo, interfaceStore } from './interface-state.ts';
import { openPlayer, playedUid } from './player.ts';
import { openQueueTarget, queueTarget } from './queue-editor.ts';
import { changeSelection, selectedIn } from './selection.ts';
import { isTaskDialogOpen, openTaskDialog } from './task-dialog.ts';

test('nothing that one account had on the screen is there for the next', () => {
  goTo({ kind: 'inbox' });
  changeSelection('mine', { add: ['a'] });
  openPlayer('a');
  openQueueTarget({ kind: 'queue', id: 'refunds' });
  openTaskDialog({ kind: 'ask', act: 'skip', taskUids: ['a'] });
  cleanScreen();
  expect(interfaceStore.getState().view).toEqual({ kind: 'tasks', scope: { kind: 'mine' } });
  expect([...selectedIn('mine')]).toEqual([]);
  expect(playedUid()).toBeNull();
  expect(isTaskDialogOpen()).toBe(false);
  expect(queueTarget()).toEqual({ kind: 'list' });
});
