import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { Connector, ConnectorRun } from '../../../../src-shared/schema/connector.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { formatNumber, t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

export interface ConnectorNotesProps {
  connector: Connector;
  onChanged: () => void;
}

/** What an admin has to know or decide; nothing while all is well. */
export function ConnectorNotes({ connector, onChanged }: ConnectorNotesProps) {
  const { health, message, last_run: run } = connector;
  switch (health) {
    case 'asking':
      return run ? <ClosingQuestion connectorId={connector.id} run={run} onChanged={onChanged} /> : null;
    case 'credentials_missing':
      return (
        <Note tone="warning" title={t('connectors.note.credentials')}>
          {message === null ? t('connectors.note.credentialsText') : sayKnown(message)}
        </Note>
      );
    case 'failing':
      return (
        <Note tone="danger" title={t('connectors.note.failing')}>
          {message === null ? null : sayKnown(message)}
        </Note>
      );
    case 'importing':
      return run ? <Progress run={run} /> : null;
    case 'paused':
      return (
        <Note tone="info" title={t('connectors.note.paused')}>
          {t('connectors.note.pausedText')}
        </Note>
      );
    case 'running':
    case 'waiting':
    case 'well':
      return message === null ? null : <Note tone="info">{sayKnown(message)}</Note>;
  }
}

function Progress({ run }: { run: ConnectorRun }) {
  const text =
    run.total === null
      ? tn('connectors.importing', run.seen)
      : t('connectors.importingOf', { seen: formatNumber(run.seen), total: formatNumber(run.total) });
  return (
    <div className="flex flex-col gap-1.5 rounded-md border border-line bg-canvas px-3 py-2">
      <span role="status">{text}</span>
      <progress
        aria-label={t('connectors.importProgress')}
        {...(run.total === null ? {} : { value: run.seen, max: Math.max(run.total, 1) })}
        className="h-1.5 w-full accent-(--accent)"
      />
    </div>
  );
}

/** A run would close more than its safety allows: somebody has to say whether that is right. */
function ClosingQuestion({ connectorId, run, onChanged }: { connectorId: string; run: ConnectorRun; onChanged: () => void }) {
  const { server } = useConsole();
  const answering = useAction();
  const parameters = { id: connectorId, run: run.id };
  const answer = async (endpoint: 'connectors.confirm' | 'connectors.cancel') => {
    await answering.run(() => server.call(CONNECTOR_ENDPOINTS[endpoint], { parameters, body: {} }));
    onChanged();
  };
  const { closings } = run;
  if (!closings) return null;
  return (
    <Note tone="warning" title={t('connectors.asking.title', { count: closings.count, open: closings.open })}>
      <p>{t('connectors.asking.text')}</p>
      <p className="mt-1 text-ink-muted">{closings.samples.map(({ external_id: id, title }) => title ?? id).join(', ')}</p>
      <ChangeFailure failure={answering.failure} />
      <div className="mt-2 flex flex-wrap gap-2">
        <Button variant="danger" busy={answering.busy} onClick={() => void answer('connectors.confirm')}>
          {tn('connectors.asking.confirm', closings.count)}
        </Button>
        <Button busy={answering.busy} onClick={() => void answer('connectors.cancel')}>
          {t('connectors.asking.keep')}
        </Button>
      </div>
    </Note>
  );
}
