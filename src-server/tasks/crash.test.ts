import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openSqliteDatabase } from '../store/sqlite/open-sqlite-database.ts';
import { makeTemporaryFolder } from '../store/temporary-folder.ts';

it.each(['main', 'thread'])('loses no acknowledged write and keeps no half of one when the process is killed (%s)', async (place) => {
  const { folder, remove } = makeTemporaryFolder();
  const file = join(folder, 'docket.db');
  const acknowledged = new Map<string, number>();
  for (const writes of [30, 200, 1_000]) {
    const child = spawn(process.execPath, [fileURLToPath(new URL('./write-until-killed.ts', import.meta.url)), file, place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      const [uid = '', version] = line.split(' ');
      acknowledged.set(uid, Number(version));
      seen += 1;
      if (seen === writes) child.kill('SIGKILL');
    }
    const database = openSqliteDatabase({ file });
    const rows = await database.read((sql) =>
      sql.all<{ uid: string; version: number; steps: number; last: number }>(
        'SELECT t.uid, t.version, count(*) AS steps, max(h.version) AS last FROM tasks t JOIN history h ON h.task_uid = t.uid GROUP BY t.uid, t.version',
      ),
    );
    const feed = await database.read((sql) => sql.get('SELECT f.seq = max(t.seq) AS agree FROM feed f, tasks t GROUP BY f.seq'));
    await database.close();
    expect(seen).toBeGreaterThanOrEqual(writes);
    expect(feed).toEqual({ agree: 1 });
    for (const { uid, version, steps, last } of rows) {
      expect([steps, last], uid).toEqual([version, version]);
      expect(version, uid).toBeGreaterThanOrEqual(acknowledged.get(uid) ?? 0);
    }
    expect(rows.length).toBe(8);
  }
  remove();
});
