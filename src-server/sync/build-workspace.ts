import type { Workspace } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import { listForms } from '../forms/form-rows.ts';
import { presentForm } from '../forms/present-form.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';
import { listHookAlarms } from '../webhooks/hook-queries.ts';
import { findFeed } from './feed-position.ts';

/** All that a replica needs besides tasks. */
export async function buildWorkspace(
  sql: Sql,
  dependencies: { queues: QueueBook; people: PeopleBook; serverVersion: string; publicUrl: string | null },
  caller: Caller,
): Promise<Workspace> {
  const { epoch } = await findFeed(sql);
  return {
    epoch,
    serverVersion: dependencies.serverVersion,
    user: caller.kind === 'user' ? caller.user : null,
    queues: [...dependencies.queues.all()],
    people: await dependencies.people.list(sql),
    forms: (await listForms(sql)).filter(({ enabled }) => enabled).map((form) => presentForm(form, dependencies.publicUrl ?? '')),
    ...(caller.kind === 'user' && caller.user.role !== 'operator' ? { hookAlarms: await listHookAlarms(sql) } : {}),
  };
}
