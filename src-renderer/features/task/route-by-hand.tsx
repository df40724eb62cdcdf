import { useState } from 'react';
import { TASK_ENDPOINTS } from '../../../src-shared/http/task-endpoints.ts';
import type { Task } from '../../../src-shared/schema/task.ts';
import { notify } from '../../commands/notify.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useAction } from '../../state/use-action.ts';
import { useIsOnline } from '../../state/use-resource.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import type { KnownOverride } from './explain-here.ts';

/** No queue has this id. */
const BY_RULES = '';

/** Puts the task in a queue whatever the rules say, or gives it back to them. By the server alone: replicas do not route. */
export function RouteByHand({ task, override }: { task: Task; override: KnownOverride }) {
  const { server, data } = useConsole();
  const isOnline = useIsOnline();
  const { allQueues } = useStore(data.workspace);
  const known = override.kind === 'known' ? (override.queueUid ?? BY_RULES) : BY_RULES;
  const [chosen, setChosen] = useState<string | null>(null);
  const moving = useAction();
  const value = chosen ?? known;
  const move = async () => {
    const body = { queue_uid: value === BY_RULES ? null : value };
    const moved = await moving.run(() => server.call(TASK_ENDPOINTS['tasks.upsertOne'], { parameters: { id: task.uid }, body }));
    if (!moved) return;
    setChosen(null);
    notify({ text: t('why.routed') });
  };
  if (!isOnline) return <p className="text-small text-ink-muted">{t('why.routeOffline')}</p>;
  const options = allQueues.filter(({ enabled, id }) => enabled || id === known).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div data-route="" className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <SelectField
            label={t('why.route')}
            value={value}
            options={[{ value: BY_RULES, label: t('why.routeBy') }, ...options]}
            onChange={setChosen}
          />
        </div>
        <Button busy={moving.busy} disabled={value === known} onClick={() => void move()} className="h-8">
          {t('why.routeSave')}
        </Button>
      </div>
      {moving.failure ? <Note tone="danger">{moving.failure.message}</Note> : null}
    </div>
  );
}
