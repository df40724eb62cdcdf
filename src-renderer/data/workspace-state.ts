import type { Account } from '../../src-shared/ipc/contract.ts';
import { byPriority } from '../../src-shared/queue/routing-rules.ts';
import { compileTargets, type FindDueTarget } from '../../src-shared/schedule/due-targets.ts';
import type { Form } from '../../src-shared/schema/form.ts';
import type { Queue } from '../../src-shared/schema/queue.ts';
import type { Person, User } from '../../src-shared/schema/user.ts';
import type { Workspace } from '../../src-shared/sync/protocol.ts';
import { type Actor, coversSkills } from '../../src-shared/task/actor.ts';
import type { QueueRules } from '../../src-shared/task/overlay.ts';
import type { Store, WorkspaceState } from './console-data.ts';
import { MutableStore } from './mutable-store.ts';
import type { TaskCounts } from './task-counts.ts';

const NO_VIEWS: WorkspaceState['views'] = [];
const NO_LEASES: WorkspaceState['leases'] = [];
const NO_SCHEDULES: WorkspaceState['schedules'] = [];
const NO_FORMS: WorkspaceState['forms'] = [];

/** Who works here and on what: the server's word, or the last one that is known. */
export class WorkspaceBook {
  private readonly account: Account;
  private workspace: Workspace | null;
  private people: ReadonlyMap<string, Person>;
  /** Also those that others work, in the order in which they are tried. */
  allQueues: readonly Queue[];
  /** When tasks are due that come without a date, as far as this computer knows. */
  dueTarget: FindDueTarget;
  private readonly state: MutableStore<WorkspaceState>;

  constructor(account: Account, workspace: Workspace | null) {
    this.account = account;
    this.workspace = workspace;
    this.people = peopleOf(workspace);
    this.allQueues = queuesOf(workspace);
    this.dueTarget = compileTargets(this.allQueues, workspace?.schedules ?? []);
    this.state = new MutableStore<WorkspaceState>({
      user: this.user,
      queues: [],
      allQueues: this.allQueues,
      mineCount: 0,
      openCount: 0,
      unroutedCount: 0,
      people: this.people,
      serverVersion: workspace?.serverVersion ?? null,
      views: [],
      leases: [],
      forms: NO_FORMS,
      schedules: NO_SCHEDULES,
    });
  }

  get store(): Store<WorkspaceState> {
    return this.state;
  }

  get user(): User {
    return this.workspace?.user ?? this.account.user;
  }

  get actor(): Actor & { kind: 'user' } {
    const { id, name, role, skills } = this.user;
    return { kind: 'user', uid: id, name, role, skills };
  }

  readonly rulesOf = (queueUid: string | null): QueueRules | null => this.workspace?.queues.find(({ id }) => id === queueUid) ?? null;

  readonly formOf = (formId: string): Form | null => this.workspace?.forms?.find(({ id }) => id === formId) ?? null;

  readonly nameOf = (userUid: string): string => this.personOf(userUid).name;

  personOf(userUid: string): Person {
    return this.people.get(userUid) ?? { id: userUid, name: userUid };
  }

  replace(workspace: Workspace): void {
    this.workspace = workspace;
    this.people = peopleOf(workspace);
    this.allQueues = queuesOf(workspace);
    this.dueTarget = compileTargets(this.allQueues, workspace.schedules ?? []);
  }

  /** Shows the counts as they are now; whoever watches hears only of a difference. */
  show(counts: TaskCounts): void {
    const { user, people, allQueues } = this;
    const queues = allQueues
      .filter(({ enabled, skills }) => enabled && (user.role !== 'operator' || coversSkills(user.skills, skills)))
      .map((queue) => ({ queue, openCount: counts.openInQueue(queue.id) }));
    const { views = NO_VIEWS, leases = NO_LEASES, forms = NO_FORMS, schedules = NO_SCHEDULES } = this.workspace ?? {};
    const { mine: mineCount, open: openCount, unrouted: unroutedCount } = counts;
    const serverVersion = this.workspace?.serverVersion ?? null;
    const next = { user, serverVersion, queues, allQueues, mineCount, openCount, unroutedCount, people, views, leases, forms, schedules };
    if (!isSame(this.state.getSnapshot(), next)) this.state.set(next);
  }
}

function peopleOf(workspace: Workspace | null): ReadonlyMap<string, Person> {
  return new Map((workspace?.people ?? []).map((person) => [person.id, person]));
}

function queuesOf(workspace: Workspace | null): readonly Queue[] {
  return (workspace?.queues ?? []).toSorted(byPriority);
}

function isSame(a: WorkspaceState, b: WorkspaceState): boolean {
  if (a.serverVersion !== b.serverVersion) return false;
  if (a.views !== b.views || a.leases !== b.leases || a.forms !== b.forms || a.schedules !== b.schedules || a.allQueues !== b.allQueues)
    return false;
  if (a.user !== b.user || a.people !== b.people || a.queues.length !== b.queues.length) return false;
  if (a.mineCount !== b.mineCount || a.openCount !== b.openCount || a.unroutedCount !== b.unroutedCount) return false;
  return a.queues.every(({ queue, openCount }, index) => queue === b.queues[index]?.queue && openCount === b.queues[index]?.openCount);
}
