import { PREVIEWED_QUEUE_ID } from '../../../../src-shared/queue/routing-preview.ts';
import { formatNumber, t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { changeFailureText } from '../shell/change-failure.tsx';
import type { PreviewResult } from './preview-locally.ts';
import type { RoutingTrial } from './use-routing-preview.ts';

/** What a change would do to open tasks, before it is saved. */
export function PreviewPane({ trial, isFinished }: { trial: RoutingTrial; isFinished: boolean }) {
  const { known, state, failure } = trial;
  return (
    <Section level={2} title={t('preview.title')}>
      <div
        className="flex min-h-7 items-center gap-2 text-small text-ink-muted"
        role="status"
        data-preview={isFinished ? state : 'unfinished'}
      >
        {statusLine(trial, isFinished)}
      </div>
      {failure && isFinished ? <Note tone="warning">{t('preview.failed', { message: changeFailureText(failure) })}</Note> : null}
      {known ? (
        <div className={isFinished && state === 'current' ? undefined : 'text-ink-muted'}>
          <PreviewFacts result={known.result} />
          <p className="mt-3 text-small text-ink-muted">{t(known.by === 'server' ? 'preview.byServer' : 'preview.byConsole')}</p>
        </div>
      ) : null}
    </Section>
  );
}

function statusLine({ known, state, stop, again }: RoutingTrial, isFinished: boolean) {
  if (!isFinished) return t('preview.unfinished');
  switch (state) {
    case 'busy':
      return (
        <>
          <Spinner />
          <span className="flex-1">{t('preview.busy')}</span>
          <Button size="small" variant="quiet" onClick={stop}>
            {t('preview.stop')}
          </Button>
        </>
      );
    case 'stopped':
    case 'failed':
      return (
        <>
          <span className="flex-1">{state === 'stopped' ? t('preview.stopped') : null}</span>
          <Button size="small" onClick={again}>
            {t('preview.again')}
          </Button>
        </>
      );
    case 'stale':
      return known ? t('preview.stale') : null;
    case 'current':
      return known ? t('preview.matching', { count: known.result.matching, open: known.result.open }) : null;
  }
}

function PreviewFacts({ result: { moving, moves, samples } }: { result: PreviewResult }) {
  const nameOf = useQueueName();
  if (moving === 0) return <p>{t('preview.nothing')}</p>;
  return (
    <div className="flex flex-col gap-3">
      <p className="font-medium" data-moving={moving}>
        {tn('preview.moving', moving)}
      </p>
      <MoveTable moves={moves} />
      <div>
        <h3 className="mb-1 text-small font-medium text-ink-faint">{t('preview.samples')}</h3>
        <ul className="flex flex-col">
          {samples.map(({ uid, title, from, to }) => (
            <li key={uid} className="flex min-h-7 flex-wrap items-baseline gap-x-2 border-b border-line py-1 last:border-0">
              <span title={title} className="min-w-0 max-w-full truncate">
                {title}
              </span>
              <span className="ml-auto text-small text-ink-muted">{t('preview.fromTo', { from: nameOf(from), to: nameOf(to) })}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** From where to where, how many. */
export function MoveTable({ moves }: { moves: PreviewResult['moves'] }) {
  const nameOf = useQueueName();
  return (
    <table aria-label={t('preview.moves')} className="w-full border-separate border-spacing-0">
      <thead>
        <tr className="text-left text-small text-ink-faint">
          <th scope="col" className="border-b border-line py-1 pr-2 font-medium">
            {t('preview.from')}
          </th>
          <th scope="col" className="border-b border-line py-1 pr-2 font-medium">
            {t('preview.to')}
          </th>
          <th scope="col" className="border-b border-line py-1 text-right font-medium">
            {t('preview.count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {moves.map(({ from, to, count }) => (
          <tr key={`${from} ${to}`}>
            <td className="border-b border-line py-1 pr-2 break-words">{nameOf(from)}</td>
            <td className="border-b border-line py-1 pr-2 break-words">{nameOf(to)}</td>
            <td className="border-b border-line py-1 text-right tabular-nums">{formatNumber(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function useQueueName(): (queueUid: string | null) => string {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  return (queueUid) => {
    if (queueUid === null) return t('preview.noQueue');
    if (queueUid === PREVIEWED_QUEUE_ID) return t('preview.thisQueue');
    return allQueues.find(({ id }) => id === queueUid)?.name ?? queueUid;
  };
}
