import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FormSubmission } from '../../src-shared/schema/form-submission.ts';
import { openTestApp, type TestAnswer, type TestApp } from '../app-fixture.ts';

let app: TestApp;

beforeEach(async () => {
  app = await openTestApp();
  await call('POST', '/forms', {
    ...{ id: 'complaint', title: 'Complaint' },
    schema: { type: 'object', properties: { title: { type: 'string' }, amount: { type: 'number' } }, required: ['title'] },
  });
});

afterEach(async () => {
  expect(app.failures).toEqual([]);
  await app.close();
});

const call = (method: string, path: string, body?: unknown, token?: string): Promise<TestAnswer> =>
  app.call(method, `/api/v1${path}`, { ...(body === undefined ? {} : { body }), ...(token === undefined ? {} : { token }) });
const send = async (values: object, token?: string): Promise<string> =>
  (await call('POST', '/forms/complaint/submissions', { values }, token)).body.reference;
const list = async (query = ''): Promise<FormSubmission[]> => (await call('GET', `/forms/complaint/submissions${query}`)).body.items;

describe('what was sent with a form', () => {
  it('is listed with its sender and what became of its task, newest first', async () => {
    const { id, token } = await app.person('ann');
    const open = await send({ title: 'First' }, token);
    const done = await send({ title: 'Second' });
    await call('PATCH', `/tasks/${done}`, { status: 'DONE' });
    const deleted = await send({ title: 'Third' });
    await call('DELETE', `/tasks/${deleted}`);
    expect(await list()).toMatchObject([
      { state: 'deleted', task_uid: deleted, title: null, status: null },
      { state: 'done', task_uid: done, title: 'Second', status: 'DONE', sender: { kind: 'key' } },
      { state: 'open', task_uid: open, title: 'First', status: 'TODO', sender: { kind: 'user', id, name: 'ann' }, problems: [] },
    ]);
    for (const [state, uid] of Object.entries({ open, done, deleted })) {
      expect((await list(`?state=${state}`)).map(({ task_uid }) => task_uid)).toEqual([uid]);
    }
  });

  it('is listed when it was refused, with the reasons and without what was entered', async () => {
    const { status } = await call('POST', '/forms/complaint/submissions', { values: { amount: 'a secret' } });
    expect(status).toBe(422);
    const refused = await list('?state=refused');
    expect(refused).toMatchObject([{ state: 'refused', task_uid: null, status: null }]);
    expect(refused[0]?.problems.map(({ field }) => field).sort()).toEqual(['amount', 'title']);
    expect(JSON.stringify(refused)).not.toContain('a secret');
  });

  it('is told whole and once where all of it came in the same microsecond, page by page and as a file', async () => {
    const ids = Array.from({ length: 120 }, (_, index) => `e-${index}`);
    await app.dependencies.database.write(async (sql) => {
      for (const id of ids) {
        await sql.run(
          `INSERT INTO form_entries (id, form_id, at, sender_kind, sender_id, sender_name, task_uid, problems)
           VALUES (?, 'complaint', 1000000, 'public', NULL, '', NULL, '[]')`,
          [id],
        );
      }
    });
    const file = await call('GET', '/forms/complaint/submissions?format=ndjson');
    const lines = file.text.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as FormSubmission).id)).toEqual([...ids].sort());
    const read: string[] = [];
    for (let cursor = ''; ; ) {
      const { items, meta } = (await call('GET', `/forms/complaint/submissions?limit=7${cursor}`)).body;
      read.push(...items.map(({ id }: FormSubmission) => id));
      if (meta.next_cursor === null) break;
      cursor = `&cursor=${meta.next_cursor}`;
    }
    expect(read).toEqual([...ids].sort().reverse());
  });

  it('has what consoles made while they were offline, and what of it was not taken', async () => {
    const { token } = await app.person('ann');
    const operation = (deviceSeq: number, values: object) => ({
      opId: `00000000-0000-7000-8000-${String(deviceSeq).padStart(12, '0')}`,
      ...{ deviceId: 'laptop', deviceSeq, taskId: `task-${deviceSeq}`, action: 'create', baseVersion: 0, at: '2026-03-01T09:00:00Z' },
      payload: { taskId: `task-${deviceSeq}`, formId: 'complaint', values },
    });
    const operations = [operation(1, { title: 'By laptop' }), operation(2, {})];
    for (let time = 0; time < 2; time += 1) await call('POST', '/sync/operations', { deviceId: 'laptop', operations }, token);
    expect(await list()).toHaveLength(2);
    expect(await list('?state=open')).toMatchObject([{ task_uid: 'task-1', title: 'By laptop', sender: { name: 'ann' } }]);
    expect(await list('?state=refused')).toMatchObject([{ problems: [{ field: 'title' }] }]);
    await call('PATCH', '/forms/complaint', { enabled: false });
    await call('POST', '/sync/operations', { deviceId: 'laptop', operations: [operation(3, { title: 'Late' })] }, token);
    expect((await list())[0]).toMatchObject({ state: 'refused', problems: [{ field: '', message: 'the form was closed' }] });
  });

  it('comes page by page, each once, also where a state is looked for', async () => {
    for (let number = 0; number < 5; number += 1) {
      await send({ title: `Number ${number}` });
      await call('POST', '/forms/complaint/submissions', { values: {} });
    }
    for (const [state, count] of [
      ['', 10],
      ['&state=open', 5],
    ] as const) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await call('GET', `/forms/complaint/submissions?limit=2${state}${cursor}`);
        seen.push(...body.items.map(({ id }: FormSubmission) => id));
        expect(body.meta.has_more).toBe(body.meta.next_cursor !== null);
        cursor = body.meta.has_more ? `&cursor=${body.meta.next_cursor}` : '';
      } while (cursor !== '');
      expect([seen.length, new Set(seen).size]).toEqual([count, count]);
    }
    expect((await call('GET', '/forms/complaint/submissions?cursor=x')).status).toBe(422);
  });

  it('is exported whole, oldest first, with the fields of each task', async () => {
    await send({ title: 'First', amount: 2 });
    await send({ title: 'Second' });
    const { text } = await call('GET', '/forms/complaint/submissions?format=ndjson');
    const lines: FormSubmission[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ fields }) => fields)).toEqual([{ title: 'First', amount: 2 }, { title: 'Second' }]);
  });

  it('is forgotten before a moment, in the audit log; the tasks stay, and the form takes its list along', async () => {
    const reference = await send({ title: 'Old' });
    const [entry] = await list();
    await send({ title: 'New' });
    const after = new Date(Date.parse(entry?.at ?? '') + 1).toISOString();
    const { body } = await call('POST', '/forms/complaint/submissions/forget', { before: after });
    expect(body.has_more).toBe(false);
    expect((await list()).map(({ title }) => title)).not.toContain('Old');
    expect((await call('GET', `/tasks/${reference}`)).status).toBe(200);
    expect((await call('GET', '/audit')).body.items[0]).toMatchObject({
      action: 'forms.forgetSubmissions',
      subject: 'complaint',
      details: { before: after },
    });
    await call('DELETE', '/forms/complaint');
    expect((await call('GET', '/forms/complaint/submissions')).status).toBe(404);
  });
});
