import { CircleCheckBig, Copy, FilePlus2, Inbox, KeyRound, ListX, Send, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { CommandKeys } from '../../commands/command-keys.tsx';
import { copyText } from '../../commands/task-commands.ts';
import { useRunCommand } from '../../commands/use-commands.ts';
import type { TaskScope } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo, setConditions, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { hasConditions, NO_CONDITIONS } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SkeletonRows } from '../../ui/skeleton-rows.tsx';
import { DemoData } from './demo-data.tsx';

/** Why there is nothing here, and what to do next. */
export function ListEmpty({ scope, title }: { scope: TaskScope; title: string }) {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  const known = useStore(data.tasks.known);
  const { openCount, queues } = useStore(data.workspace);
  const conditions = useInterface((state) => state.conditions);
  const firstQueue = queues[0];

  if (known !== 'everything') return <SkeletonRows inset="list" count={12} label={t('list.loading')} />;
  if (hasConditions(conditions)) {
    return (
      <EmptyState icon={ListX} title={t('list.empty.filtered.title')} text={t('list.empty.filtered.text')}>
        <Button onClick={() => setConditions(NO_CONDITIONS)}>{t('command.list.clearFilters')}</Button>
      </EmptyState>
    );
  }
  if (mode === 'starting' || mode === 'catching-up') return <SkeletonRows inset="list" count={12} label={t('list.loading')} />;
  if (openCount === 0 && (scope.kind === 'all' || scope.kind === 'queue')) return <FirstTask />;
  const offline = mode === 'offline' ? <p className="text-small text-ink-muted">{t('list.empty.offline')}</p> : null;
  const goOn: ReactNode = firstQueue ? (
    <Button onClick={() => goTo({ kind: 'tasks', scope: { kind: 'queue', queueUid: firstQueue.queue.id } })}>{t('list.goToQueue')}</Button>
  ) : null;
  switch (scope.kind) {
    case 'mine':
      return (
        <EmptyState icon={UserRound} title={t('list.empty.mine.title')} text={t('list.empty.mine.text')}>
          {goOn}
          {offline}
        </EmptyState>
      );
    case 'pending':
      return <EmptyState icon={Send} title={t('list.empty.pending.title')} text={t('list.empty.pending.text')} />;
    case 'unrouted':
      return <EmptyState icon={CircleCheckBig} title={t('list.empty.unrouted.title')} text={t('list.empty.unrouted.text')} />;
    case 'all':
    case 'queue':
      return (
        <EmptyState icon={CircleCheckBig} title={t('list.empty.queue.title', { name: title })} text={t('list.empty.queue.text')}>
          {offline}
        </EmptyState>
      );
  }
}

function FirstTask() {
  const { account, data } = useConsole();
  const { user } = useStore(data.workspace);
  const run = useRunCommand();
  if (user.role === 'operator') {
    return (
      <EmptyState icon={Inbox} title={t('list.empty.first.title')} text={t('list.empty.first.operator')}>
        <Button icon={FilePlus2} trailing={<CommandKeys id="task.create" />} onClick={() => run('task.create')}>
          {t('command.task.create')}
        </Button>
      </EmptyState>
    );
  }
  const command = firstTaskCommand(account.server);
  return (
    <EmptyState icon={Inbox} title={t('list.empty.first.title')} text={t('list.empty.first.text')}>
      <pre className="max-w-full overflow-x-auto rounded-md border border-line bg-canvas px-3 py-2 text-left font-mono text-small select-text">
        {command}
      </pre>
      <div className="flex flex-wrap justify-center gap-2">
        <Button icon={Copy} onClick={() => void copyText(t('list.empty.first.copied'), command)}>
          {t('list.empty.first.copy')}
        </Button>
        {user.role === 'admin' ? (
          <Button icon={KeyRound} onClick={() => goTo({ kind: 'settings', panel: 'keys' })}>
            {t('demo.makeKey')}
          </Button>
        ) : null}
      </div>
      {user.role === 'admin' ? <DemoData /> : null}
    </EmptyState>
  );
}

/** The published sample's call, ready to paste but for the key. */
export function firstTaskCommand(server: string): string {
  return [
    `curl -X PATCH ${new URL('/api/v1/tasks/', server).href} \\`,
    `  -H 'Authorization: Bearer YOUR_KEY' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"id": "first", "title": "My first task"}'`,
  ].join('\n');
}
