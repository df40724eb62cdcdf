import { useEffect, useMemo, useRef, useState } from 'react';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import type { OfferedAct } from '../../commands/available-acts.ts';
import { type BulkResult, planBulk, type Unchanged } from '../../commands/bulk.ts';
import { notify } from '../../commands/notify.ts';
import { performPlanned } from '../../commands/perform-planned.ts';
import type { TaskAct, TaskEntry } from '../../data/console-data.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useIsHere } from '../../state/use-is-here.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { MoveSummary } from './move-summary.tsx';

export interface BulkDialogProps {
  act: TaskAct;
  payload: JsonObject;
  taskUids: readonly string[];
  onClose: () => void;
}

type Stage = { name: 'asking' } | { name: 'running'; count: number } | { name: 'failed'; result: BulkResult };

/** Says first what will change and what will not; then does it, can be stopped, and names what failed. */
export function BulkDialog({ act, payload, taskUids, onClose }: BulkDialogProps) {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const queueUid = typeof payload.queue_uid === 'string' ? payload.queue_uid : null;
  const offered = act as OfferedAct;
  const plan = useMemo(() => planBulk(data, offered, payload, taskUids), [data, offered, payload, taskUids]);
  const [stage, setStage] = useState<Stage>({ name: 'asking' });
  const stop = useRef(new AbortController());
  const apply = useRef<HTMLButtonElement>(null);
  useEffect(() => () => stop.current.abort(), []);
  const isHere = useIsHere();
  const { possible, impossible } = plan;

  const run = async () => {
    setStage({ name: 'running', count: 0 });
    const onProgress = (count: number) => setStage({ name: 'running', count });
    const result = await performPlanned(data, plan, payload, { signal: stop.current.signal, onProgress });
    if (result.failed.length === 0) onClose();
    else if (isHere()) setStage({ name: 'failed', result });
    else notify({ text: t('bulk.failed', { done: result.doneCount, count: possible.length }), tone: 'problem' });
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bulk.title', { act: t(`act.${offered}`), count: taskUids.length })}
      closeLabel={t('app.close')}
      width="regular"
      initialFocus={apply}
    >
      <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 pt-2 pb-5">
        {stage.name === 'failed' ? (
          <>
            <Note tone="danger">{t('bulk.failed', { done: stage.result.doneCount, count: possible.length })}</Note>
            <Reasons title={t('bulk.failedList')} items={stage.result.failed} />
          </>
        ) : (
          <>
            <p>{tn('bulk.possible', possible.length)}</p>
            <Titles entries={possible} />
            {offered === 'move' && possible.length > 0 ? <MoveSummary entries={possible} queues={allQueues} queueUid={queueUid} /> : null}
            {impossible.length > 0 ? <Reasons title={tn('bulk.impossible', impossible.length)} items={impossible} /> : null}
          </>
        )}
        {stage.name === 'running' ? (
          <div className="flex items-center gap-3">
            <progress
              value={stage.count}
              max={possible.length}
              aria-label={t('bulk.progress')}
              className="h-1.5 flex-1 accent-(--accent)"
            />
            <span className="text-small text-ink-muted tabular-nums">
              {t('list.position', { index: stage.count, count: possible.length })}
            </span>
          </div>
        ) : null}
        <div className="flex justify-end gap-2">
          {stage.name === 'asking' ? (
            <>
              <Button onClick={onClose}>{t('app.cancel')}</Button>
              <Button ref={apply} variant="primary" disabled={possible.length === 0} onClick={() => void run()}>
                {t('bulk.apply', { act: t(`act.${offered}`), count: possible.length })}
              </Button>
            </>
          ) : stage.name === 'running' ? (
            <Button onClick={() => stop.current.abort()}>{t('bulk.stop')}</Button>
          ) : (
            <Button variant="primary" onClick={onClose}>
              {t('app.close')}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}

const SHOWN_TITLES = 5;
const SHOWN_REASONS = 100;

function Titles({ entries }: { entries: readonly TaskEntry[] }) {
  if (entries.length === 0) return null;
  const more = entries.length - SHOWN_TITLES;
  return (
    <ul className="text-ink-muted">
      {entries.slice(0, SHOWN_TITLES).map(({ task, title }) => (
        <li key={task.uid} className="truncate">
          {title}
        </li>
      ))}
      {more > 0 ? <li>{tn('bulk.more', more)}</li> : null}
    </ul>
  );
}

function Reasons({ title, items }: { title: string; items: readonly Unchanged[] }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="max-h-48 overflow-y-auto rounded-md border border-line">
        {items.slice(0, SHOWN_REASONS).map((item) => (
          <li key={item.uid} className="flex gap-3 border-b border-line px-2.5 py-1.5 last:border-b-0">
            <span title={item.title} className="min-w-0 flex-1 truncate">
              {item.title}
            </span>
            <span className="max-w-[60%] text-ink-muted">{item.reason}</span>
          </li>
        ))}
      </ul>
      {items.length > SHOWN_REASONS ? (
        <p className="mt-1 text-small text-ink-muted">{tn('bulk.more', items.length - SHOWN_REASONS)}</p>
      ) : null}
    </section>
  );
}
