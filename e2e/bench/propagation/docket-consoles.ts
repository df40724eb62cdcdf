import type { BenchOperator } from '../../../src-server/bench/fill-operators.ts';
import { systemClock } from '../../../src-server/clock.ts';
import { makeTemporaryFolder } from '../../../src-server/store/temporary-folder.ts';
import { CHANGED_LAST, type HeadlessConsole, openHeadlessConsole, untilLive } from '../headless-console.ts';
import type { ConsolesAnswer, ConsolesQuestion, Sighting } from './messages.ts';

/** Some of our consoles, in a process of their own. */
const { folder, remove } = makeTemporaryFolder();
const consoles: HeadlessConsole[] = [];
let sightings: Sighting[] = [];

process.on('message', (question: ConsolesQuestion) => {
  answer(question).then((told) => process.send?.(told));
});
// However the benchmark ends, this does not stay behind.
process.once('disconnect', () => {
  remove();
  process.exit();
});

async function answer(question: ConsolesQuestion): Promise<ConsolesAnswer> {
  switch (question.kind) {
    case 'open':
      for (const operator of question.consoles as BenchOperator[]) {
        const console = await openHeadlessConsole({ address: question.address, operator, folder });
        consoles.push(console);
        await untilLive(console, question.rows);
        watch(console);
      }
      return { isOpen: true };
    case 'write': {
      const atMicros = systemClock.nowMicros();
      const outcome = await consoles[0]?.data.perform(question.row, 'claim', {});
      if (!outcome?.ok) throw new Error(`a claim was refused: ${outcome?.message}`);
      return { atMicros };
    }
    case 'tell': {
      const told = sightings;
      sightings = [];
      return { sightings: told };
    }
  }
}

/** Notes every task that came to the top of the list of what changed last. */
function watch({ data }: HeadlessConsole): void {
  const list = data.tasks.query(CHANGED_LAST);
  const known = new Map(list.getSnapshot().map((uid) => [uid, versionOf(data, uid)]));
  list.subscribe(() => {
    const atMicros = systemClock.nowMicros();
    for (const uid of list.getSnapshot()) {
      const version = versionOf(data, uid);
      if (version === undefined || known.get(uid) === version) return;
      known.set(uid, version);
      sightings.push({ row: uid, atMicros, version });
    }
  });
}

function versionOf({ tasks }: HeadlessConsole['data'], uid: string): number | undefined {
  return tasks.entry(uid).getSnapshot()?.task.version;
}
