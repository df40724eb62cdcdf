import type { Queue } from '../../src-shared/schema/queue.ts';
import type { Workspace } from '../../src-shared/sync/protocol.ts';
import type { Caller } from '../auth/caller.ts';
import type { Clock } from '../clock.ts';
import { listForms } from '../forms/form-rows.ts';
import { presentForm } from '../forms/present-form.ts';
import { listVisibleLeases } from '../leases/lease-commands.ts';
import type { PeopleBook } from '../people/people-book.ts';
import type { QueueBook } from '../queues/queue-book.ts';
import type { Sql } from '../store/database.ts';
import { listViews } from '../views/view-rows.ts';
import { listHookAlarms } from '../webhooks/hook-queries.ts';
import { findFeed } from './feed-position.ts';

/** All that a replica needs besides tasks. */
export async function buildWorkspace(
  sql: Sql,
  dependencies: { queues: QueueBook; people: PeopleBook; clock: Clock; serverVersion: string; publicUrl: string | null },
  caller: Caller,
): Promise<Workspace> {
  const { epoch } = await findFeed(sql);
  return {
    epoch,
    serverVersion: dependencies.serverVersion,
    user: caller.kind === 'user' ? caller.user : null,
    queues: dependencies.queues.all().map(withoutNulls),
    schedules: [...dependencies.queues.schedules()],
    people: await dependencies.people.list(sql),
    views: caller.kind === 'user' ? await listViews(sql, caller.user.id) : [],
    leases: await listVisibleLeases(sql, dependencies.queues, caller, dependencies.clock.nowMicros()),
    forms: (await listForms(sql)).filter(({ enabled }) => enabled).map((form) => presentForm(form, dependencies.publicUrl ?? '')),
    ...(caller.kind === 'user' && caller.user.role !== 'operator' ? { hookAlarms: await listHookAlarms(sql) } : {}),
  };
}

/** Consoles that know no schedules take no queue with keys that they do not know: those are left out where they say nothing. */
function withoutNulls({ schedule_uid, target_minutes, ...queue }: Queue): Queue {
  if (typeof schedule_uid === 'string') Object.assign(queue, { schedule_uid });
  if (typeof target_minutes === 'number') Object.assign(queue, { target_minutes });
  return queue;
}
