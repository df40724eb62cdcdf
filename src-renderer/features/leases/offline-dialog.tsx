import { type FormEvent, useRef, useState } from 'react';
import { LEASE_ENDPOINTS } from '../../../src-shared/http/lease-endpoints.ts';
import { LEASE_LIMITS, type Lease } from '../../../src-shared/schema/lease.ts';
import { notify } from '../../commands/notify.ts';
import { epochMs, formatClock } from '../../i18n/format-time.ts';
import { sayFailure } from '../../i18n/say-again.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { closeOverlay, openOverlay, useInterface } from '../../state/interface-state.ts';
import { useAction } from '../../state/use-action.ts';
import { useNow } from '../../state/use-now.ts';
import { useIsOnline } from '../../state/use-resource.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Note } from '../../ui/note.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

const DEFAULT_COUNT = '10';
const HOURS = ['1', '4', '8', '24', '72'] as const;
type Hours = (typeof HOURS)[number];

/** Takes the next tasks of a queue along: nobody else gets them, until they are given back or their time is over. */
export function OfflineDialog() {
  const open = useInterface((state) => state.overlay === 'offline');
  const count = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      open={open}
      onClose={() => openOverlay(null)}
      title={t('offline.title')}
      description={t('offline.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={count}
    >
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
        <TakeForm count={count} />
        <OwnLeases />
      </div>
    </Dialog>
  );
}

function TakeForm({ count: field }: { count: React.RefObject<HTMLInputElement | null> }) {
  const { data, server } = useConsole();
  const { queues } = useStore(data.workspace);
  const view = useInterface((state) => state.view);
  const isOnline = useIsOnline();
  const here = view.kind === 'tasks' && view.scope.kind === 'queue' ? view.scope.queueUid : null;
  const [queueUid, setQueueUid] = useState(here ?? queues[0]?.queue.id ?? '');
  const [count, setCount] = useState(DEFAULT_COUNT);
  const [hours, setHours] = useState<Hours>('8');
  const taking = useAction();
  const number = Number(count);
  const isCount = Number.isInteger(number) && number >= 1 && number <= LEASE_LIMITS.tasks;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isCount || queueUid === '') return;
    const body = { queue_uid: queueUid, count: number, expires_in_seconds: Number(hours) * 3_600 };
    const taken = await taking.run(() => server.call(LEASE_ENDPOINTS['leases.create'], { body }));
    if (!taken) return;
    closeOverlay('offline');
    notify(
      // 204: there was none.
      taken.value
        ? { text: tn('offline.taken', taken.value.tasks.length), detail: untilText(taken.value.lease, Date.now()) }
        : { text: t('player.nothingLeft') },
    );
  };
  if (queues.length === 0) return <p className="text-ink-muted">{t('nav.noQueues')}</p>;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <SelectField
        label={t('offline.queue')}
        value={queueUid}
        options={queues.map(({ queue }) => ({ value: queue.id, label: queue.name }))}
        onChange={setQueueUid}
      />
      <div className="grid grid-cols-2 gap-4">
        <TextField
          ref={field}
          label={t('offline.count')}
          inputMode="numeric"
          value={count}
          error={isCount ? undefined : t('offline.countProblem', { limit: LEASE_LIMITS.tasks })}
          onChange={(event) => setCount(event.target.value)}
        />
        <SelectField
          label={t('offline.hours')}
          value={hours}
          options={HOURS.map((value) => ({ value, label: t('time.hours', { count: Number(value) }) }))}
          onChange={setHours}
        />
      </div>
      {taking.failure ? <Note tone="danger">{t('settings.change.refused', { message: sayFailure(taking.failure) })}</Note> : null}
      {isOnline ? null : <Note tone="warning">{t('offline.needsNetwork')}</Note>}
      <Button type="submit" variant="primary" busy={taking.busy} disabled={!isOnline} className="w-fit">
        {t('offline.take')}
      </Button>
    </form>
  );
}

function OwnLeases() {
  const { data, server } = useConsole();
  const { user, leases, queues } = useStore(data.workspace);
  const nowMs = useNow();
  const releasing = useAction();
  const own = leases.filter(({ user_uid: uid }) => uid === user.id);
  if (own.length === 0) return null;
  const release = (id: string) => void releasing.run(() => server.call(LEASE_ENDPOINTS['leases.release'], { parameters: { id } }));
  return (
    <section aria-label={t('offline.own')} className="border-t border-line pt-3">
      <h3 className="mb-1.5 font-medium">{t('offline.own')}</h3>
      <ul className="flex flex-col gap-1.5">
        {own.map((lease) => (
          <li key={lease.id} className="flex items-center gap-3">
            <span className="min-w-0 flex-1">
              {queues.find(({ queue }) => queue.id === lease.queue_uid)?.queue.name ?? lease.queue_uid}
              <span className="block text-small text-ink-muted">
                {tn('list.count', lease.task_uids.length)} · {untilText(lease, nowMs)}
              </span>
            </span>
            <Button size="small" busy={releasing.busy} onClick={() => release(lease.id)}>
              {t('offline.release')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function untilText({ expires_at: at }: Lease, nowMs: number): string {
  return t('offline.until', { time: formatClock(epochMs(at), nowMs) });
}
