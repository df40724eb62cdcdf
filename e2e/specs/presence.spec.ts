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
  await expect(ada.ui.taskPane).toContainText('Also looking at this: Bo Larsen');
  await expect(his.ui.taskPane).toContainText(`Also looking at this: ${stage.ada.name}`);
  await his.ui.moveTo('one');
  await expect(ada.ui.taskPane).not.toContainText('Also looking at this: Bo Larsen');
});
