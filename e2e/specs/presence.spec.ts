import { expect, test } from '../fixtures/console-test.ts';
import { PASSWORD } from '../fixtures/stage.ts';

test('colleagues see in the task who else looks at it, while they do', async ({ stage, consoles }) => {
  await stage.addTasks('one', 'two');
  const bo = await stage.addPerson('Bo Larsen');
  const [ada, his] = [await consoles.open('ada'), await consoles.open('bo')];
  await ada.ui.enter(stage.address, stage.ada.email, PASSWORD);
  await his.ui.enter(stage.address, bo.email, PASSWORD);
  await ada.ui.moveTo('two');
  await his.ui.moveTo('two');
  await expect(ada.ui.taskPane).toContainText('Bo Larsen looking at this');
  await expect(his.ui.taskPane).toContainText(`${stage.ada.name} looking at this`);
  await his.ui.moveTo('one');
  await expect(ada.ui.taskPane).not.toContainText('Bo Larsen looking at this');
});
