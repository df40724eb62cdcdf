import { ChevronDown, ChevronRight, CornerUpRight, Route } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { type RoutingExplanation, TASK_ENDPOINTS } from '../../../src-shared/http/task-endpoints.ts';
import type { Task } from '../../../src-shared/schema/task.ts';
import type { Person, User } from '../../../src-shared/schema/user.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { registerSurface } from '../../commands/surfaces.ts';
import { useRunCommand } from '../../commands/use-commands.ts';
import type { ServerApi } from '../../data/server-api.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { type Load, useIsOnline, useResource } from '../../state/use-resource.ts';
import { useStore } from '../../state/use-store.ts';
import { setWhyOpen, useWhyOpen } from '../../state/why-open.ts';
import { Button } from '../../ui/button.tsx';
import { explainQueues, type KnownOverride, type Placement, placementOf } from './explain-here.ts';
import { WhyQueues } from './why-queues.tsx';

export interface WhyHereProps {
  task: Task;
  user: User;
  people: ReadonlyMap<string, Person>;
}

/** Which rule put the task where it is: in a sentence, and rule by rule for whoever wants to know. Needs no network. */
export function WhyHere({ task, user, people }: WhyHereProps) {
  const isOpen = useWhyOpen();
  const root = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      registerSurface('why', {
        focus: () => {
          root.current?.querySelector<HTMLElement>('[data-why-toggle]')?.focus();
          root.current?.scrollIntoView({ block: 'nearest' });
        },
      }),
    [],
  );
  return (
    <div ref={root} data-testid="why">
      {isOpen ? <OpenWhy task={task} user={user} people={people} /> : <ClosedWhy task={task} />}
    </div>
  );
}

function ClosedWhy({ task }: { task: Task }) {
  const placement = usePlacement(task, UNKNOWN);
  return (
    <>
      <PlacementSentence task={task} placement={placement} />
      <Toggle isOpen={false} />
    </>
  );
}

const UNKNOWN: KnownOverride = { kind: 'unknown' };

function OpenWhy({ task, user, people }: WhyHereProps) {
  const { data } = useConsole();
  const run = useRunCommand();
  const { allQueues } = useStore(data.workspace);
  const override = useOverride(task);
  const placement = usePlacement(task, override);
  const explained = useMemo(() => explainQueues(task, allQueues), [task, allQueues]);
  const nameOf = (userUid: string) => (userUid === user.id ? user.name : (people.get(userUid)?.name ?? userUid));
  const mayEdit = user.role !== 'operator';
  return (
    <>
      <PlacementSentence task={task} placement={placement} />
      {override.kind === 'unknown' ? <p className="mt-1 text-small text-ink-muted">{t('why.local')}</p> : null}
      <Toggle isOpen />
      <WhyQueues explained={explained} byHand={placement.kind === 'override' || placement.kind === 'differs'} nameOf={nameOf} />
      {mayEdit ? (
        <div className="mt-3 flex flex-wrap gap-2">
          {task.queue_uid === null ? null : (
            <Button
              size="small"
              icon={Route}
              onClick={() => run('queue.editRule')}
              trailing={<CommandKeys id="queue.editRule" />}
              className="w-fit"
              {...shortcutOf('queue.editRule')}
            >
              {t('command.queue.editRule')}
            </Button>
          )}
          {task.status === 'DONE' ? null : (
            <Button
              size="small"
              icon={CornerUpRight}
              onClick={() => run('task.move')}
              trailing={<CommandKeys id="task.move" />}
              className="w-fit"
              {...shortcutOf('task.move')}
            >
              {t('command.task.move')}
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
}

function Toggle({ isOpen }: { isOpen: boolean }) {
  return (
    <Button
      size="small"
      variant="quiet"
      icon={isOpen ? ChevronDown : ChevronRight}
      aria-expanded={isOpen}
      data-why-toggle=""
      onClick={() => setWhyOpen(!isOpen)}
      trailing={<CommandKeys id="task.why" />}
      className="mt-1 -ml-2"
      {...shortcutOf('task.why')}
    >
      {t('why.show')}
    </Button>
  );
}

function usePlacement(task: Task, override: KnownOverride): Placement {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  return useMemo(() => placementOf(task, allQueues, override), [task, allQueues, override]);
}

/** A held key shouldn't ask about every task that it passes. */
const SETTLE_MS = 150;

/** Asked anew for each version: a changed task may have been moved. */
function routingLoader(server: ServerApi, { uid }: Pick<Task, 'uid' | 'version'>): Load<RoutingExplanation> {
  return async (signal) => {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return server.call(TASK_ENDPOINTS['tasks.routing'], { parameters: { id: uid }, signal });
  };
}

/** Choices by hand are the server's: a replica does not have them. */
function useOverride({ uid, version, queue_uid: queueUid }: Task): KnownOverride {
  const { server } = useConsole();
  const isOnline = useIsOnline();
  const routing = useResource(useMemo(() => routingLoader(server, { uid, version }), [server, uid, version]));
  const { value } = routing;
  return useMemo(
    () => (isOnline && value && value.queue_uid === queueUid ? { kind: 'known', queueUid: value.override } : UNKNOWN),
    [isOnline, value, queueUid],
  );
}

function PlacementSentence({ task, placement }: { task: Task; placement: Placement }) {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const nameOf = (queueUid: string | null) =>
    queueUid === null ? t('why.noQueue') : (allQueues.find(({ id }) => id === queueUid)?.name ?? queueUid);
  return (
    <p data-placement={placement.kind} className="break-words">
      {placementText(task, placement, nameOf)}
    </p>
  );
}

function placementText({ queue_uid: queueUid }: Task, placement: Placement, nameOf: (queueUid: string | null) => string): string {
  const name = nameOf(queueUid);
  const rules = nameOf(placement.rules);
  switch (placement.kind) {
    case 'done':
      return t('why.done', { name });
    case 'byRule':
      return queueUid === null ? t('why.inNone') : t('why.inQueue', { name });
    case 'differs':
      return t('why.differs', { name, rules });
    case 'override':
      return placement.rules === queueUid ? t('why.overrideSame', { name }) : t('why.override', { name, rules });
    case 'overrideOff':
      return t('why.overrideOff', { name: nameOf(placement.override) });
  }
}
