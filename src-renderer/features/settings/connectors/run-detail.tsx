import { Ban } from 'lucide-react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { ConnectorRun, RunProblem } from '../../../../src-shared/schema/connector.ts';
import { epochMs, formatDuration, formatExact } from '../../../i18n/format-time.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { formatNumber, t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useNow } from '../../../state/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { RunState } from './run-state.tsx';

const FIGURES = ['requests', 'seen', 'created', 'updated', 'unchanged', 'closed', 'reopened', 'skipped', 'echoes', 'written'] as const;

/** One run: its figures, and everything that went wrong, in full. */
export function RunDetail({ run, onChanged, onClose }: { run: ConnectorRun; onChanged: () => void; onClose: () => void }) {
  const nowMs = useNow();
  const { started_at: startedAt, ended_at: endedAt, errors, error_count: errorCount, warnings, closings } = run;
  const endMs = endedAt === null ? nowMs : epochMs(endedAt);
  return (
    <DetailPane
      title={t(`runs.type.${run.type}`)}
      subtitle={formatExact(epochMs(startedAt))}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
    >
      <FactList
        facts={[
          { name: t('runs.status'), value: <RunState run={run} /> },
          { name: t('runs.duration'), value: formatDuration(endMs - epochMs(startedAt)) },
          ...FIGURES.map((figure) => ({
            name: t(`runs.${figure}`),
            value: <span className="tabular-nums">{formatNumber(run[figure])}</span>,
          })),
        ]}
      />
      {run.status === 'running' ? <StopRun run={run} onStopped={onChanged} /> : null}
      {warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {sayKnown(warning)}
        </Note>
      ))}
      {closings ? (
        <Note tone="warning" title={t('connectors.asking.title', { count: closings.count, open: closings.open })}>
          {closings.samples.map(({ external_id: id, title }) => title ?? id).join(', ')}
        </Note>
      ) : null}
      {errorCount > 0 ? (
        <Section
          title={tn('runs.errors', errorCount)}
          text={errorCount > errors.length ? t('runs.errorSamples', { count: errors.length }) : undefined}
        >
          <ul className="flex flex-col gap-3">
            {errors.map((problem) => (
              <li key={`${problem.external_id}${problem.message}`}>
                <Problem problem={problem} />
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </DetailPane>
  );
}

/** It ends at its next page, and the next run goes on from there. */
function StopRun({ run: { id: runId, connector_id: id }, onStopped }: { run: ConnectorRun; onStopped: () => void }) {
  const { server } = useConsole();
  const stopping = useAction();
  const stop = async () => {
    await stopping.run(() => server.call(CONNECTOR_ENDPOINTS['connectors.cancel'], { parameters: { id, run: runId }, body: {} }));
    onStopped();
  };
  return (
    <>
      <ChangeFailure failure={stopping.failure} />
      <Button icon={Ban} busy={stopping.busy} onClick={() => void stop()} className="w-fit">
        {t('runs.stop')}
      </Button>
    </>
  );
}

function Problem({ problem: { external_id: id, message, status, vendor_message: words } }: { problem: RunProblem }) {
  return (
    <>
      <p className="text-pretty">
        {id === null ? null : <span className="mr-1.5 font-mono text-small text-ink-muted">{id}</span>}
        {sayKnown(message)}
      </p>
      {words ? (
        <p className="mt-0.5 font-mono text-small break-all text-ink-muted">{status === null ? words : `${status} ${words}`}</p>
      ) : null}
    </>
  );
}
