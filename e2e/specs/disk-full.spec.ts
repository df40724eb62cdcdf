import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type OpenConsole, test } from '../fixtures/console-test.ts';
import { mountSmallDisk, type SmallDisk } from '../fixtures/small-disk.ts';
import { PASSWORD } from '../fixtures/stage.ts';

const DISK_KIB = 256;
const START = ['s', 'STARTED'] as const;
const PAUSE = ['p', 'ASSIGNED'] as const;

/** Only the operator's own work lies on the small disk: that is the disk under the journal. */
function accountsFolder(userDataDir: string): string {
  return join(userDataDir, 'accounts');
}

function journalLines(userDataDir: string): string[] {
  const folder = accountsFolder(userDataDir);
  const account = readdirSync(folder).find((name) => /^[0-9a-f]{32}$/.test(name)) ?? '';
  return readFileSync(join(folder, account, 'journal.log'), 'utf8').split('\n');
}

/** A full disk still has what is left of the journal's last block: claims and unassigns until that is used up. */
async function actUntilRefused({ ui }: OpenConsole): Promise<'TODO' | 'ASSIGNED'> {
  let status: 'TODO' | 'ASSIGNED' = 'TODO';
  for (let pending = 1; pending < 40; pending += 1) {
    const next: 'TODO' | 'ASSIGNED' = status === 'TODO' ? 'ASSIGNED' : 'TODO';
    await ui.act(status === 'TODO' ? 'a' : 'u');
    await ui.page.locator(`tr[data-task-uid="two"][data-status="${next}"]`).or(ui.alert).first().waitFor();
    if (await ui.alert.isVisible()) return status;
    await ui.pending(pending);
    status = next;
  }
  throw new Error('a full disk took everything');
}

test('a full disk under the journal: nothing is half done, what was saved stays, and with room work goes on', async ({
  stage,
  consoles,
}) => {
  const userDataDir = consoles.userDataDir('ada');
  const disk: SmallDisk | null = mountSmallDisk(accountsFolder(userDataDir), DISK_KIB);
  test.skip(disk === null, 'a small disk can only be mounted by root, where mounting is allowed');
  if (!disk) return;
  try {
    await stage.addTasks('one', 'two');
    const opened = await consoles.open('ada');
    const { ui, page } = opened;
    await ui.enter(stage.address, stage.ada.email, PASSWORD);
    await ui.moveTo('one');
    // Enough answers for the next start to want to write the journal anew, shorter.
    for (const [key, status] of [...Array.from({ length: 6 }, () => [START, PAUSE]).flat(), START]) {
      await ui.act(key);
      await ui.shows('one', status, false);
    }
    await ui.settled();
    await stage.line.cut();
    await ui.sync('offline');
    await ui.moveTo('two');

    disk.fill();
    const status = await actUntilRefused(opened);
    const pending = await page.locator('html').getAttribute('data-pending-count');
    await test.step('it is said, and the task is as it was', async () => {
      await expect(ui.alert).toContainText('Not saved');
      await expect(ui.alert).toContainText('The disk of this computer is full: nothing was changed.');
      await expect(ui.row('two')).toHaveAttribute('data-status', status);
      await ui.shows('one', 'STARTED', false);
    });

    await test.step('a comment longer than the room left is neither saved nor half written, and its text stays', async () => {
      const before = journalLines(userDataDir);
      await page.keyboard.press('m');
      const comment = page.getByRole('textbox', { name: 'Comment' });
      await comment.fill('A long explanation. '.repeat(400));
      await ui.alert.getByRole('button', { name: 'Dismiss' }).press('Enter');
      await comment.press('Control+Enter');
      await expect(ui.alert).toContainText('Not saved');
      await expect(comment).toHaveValue(/^A long explanation/);
      expect(journalLines(userDataDir)).toEqual(before);
      await comment.fill('');
      await page.keyboard.press('Escape');
    });

    await test.step('killed and started on the full disk, the console shows all that was saved', async () => {
      await opened.kill();
      const again = await consoles.open('ada');
      await again.ui.ready();
      await again.ui.pending(Number(pending));
      await again.ui.go('all');
      await again.ui.shows('one', 'STARTED', false);
      await expect(again.ui.row('two')).toHaveAttribute('data-status', status);

      disk.makeRoom();
      await again.ui.moveTo('two');
      await again.ui.act('s');
      await again.ui.shows('two', 'STARTED', true);
      await stage.line.restore();
      await again.ui.settled();
      await again.ui.shows('two', 'STARTED', false);
    });
    expect(await stage.api.json('GET', '/tasks/two')).toMatchObject({ status: 'STARTED', assignee_uid: stage.ada.id });
    expect(journalLines(userDataDir).at(-1), 'the last line is whole').toBe('');
  } finally {
    disk.unmount();
  }
});
