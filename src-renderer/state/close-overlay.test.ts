import { expect, test } from 'vitest';
import { closeNewTask, closeOverlay, interfaceStore, type NewTask, openNewTask, openOverlay } from './interface-state.ts';
import { closeTaskDialog, isTaskDialogOpen, openTaskDialog, type TaskDialog } from './task-dialog.ts';

test('an answer that comes late closes the dialog that it was for, and no other', () => {
  openOverlay('save-view');
  openOverlay('palette');
  expect(closeOverlay('save-view')).toBe(false);
  expect(interfaceStore.getState().overlay).toBe('palette');
  openOverlay('save-view');
  expect(closeOverlay('save-view')).toBe(true);
  expect(interfaceStore.getState().overlay).toBeNull();
});

test('a task that was made late leaves the form alone that was opened meanwhile', () => {
  const first: NewTask = { formId: 'refund', values: {}, replacesOpId: null };
  openNewTask(first);
  openNewTask({ ...first });
  expect(closeNewTask(first)).toBe(false);
  const { newTask } = interfaceStore.getState();
  expect(newTask).not.toBeNull();
  expect(newTask && closeNewTask(newTask)).toBe(true);
  expect(interfaceStore.getState().newTask).toBeNull();
});

test('many tasks that were done late leave the question alone that was asked meanwhile', () => {
  const bulk: TaskDialog = { kind: 'bulk', act: 'claim', payload: {}, taskUids: ['a', 'b'] };
  const asked: TaskDialog = { kind: 'ask', act: 'skip', taskUids: ['c'] };
  openTaskDialog(bulk);
  openTaskDialog(asked);
  closeTaskDialog(bulk);
  expect(isTaskDialogOpen()).toBe(true);
  closeTaskDialog(asked);
  expect(isTaskDialogOpen()).toBe(false);
});
