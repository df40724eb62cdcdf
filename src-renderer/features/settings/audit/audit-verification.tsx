import { ShieldCheck } from 'lucide-react';
import { useCallback, useEffect } from 'react';
import { type AuditVerification, SERVER_ENDPOINTS } from '../../../../src-shared/http/server-endpoints.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

const LOOK_AGAIN_MS = 1_000;
const TONES = { never: 'info', running: 'info', holds: 'good', broken: 'danger' } as const;

/** Whether the log is whole, as it was found the last time; and to have it read again. */
export function AuditVerificationNote() {
  const { server } = useConsole();
  const known = useResource(useCallback((signal) => server.call(SERVER_ENDPOINTS['server.auditVerification'], { signal }), [server]));
  const starting = useAction();
  const { reload, value } = known;
  const isRunning = value?.state === 'running';
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(reload, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isRunning, reload]);
  const verify = async () => {
    const begun = await starting.run(() => server.call(SERVER_ENDPOINTS['server.verifyAudit'], {}));
    if (begun) known.replace(begun.value);
  };
  if (!value) return null;
  return (
    <div className="flex flex-col gap-2 px-6 pt-3 max-medium:px-4">
      <Note
        tone={TONES[value.state]}
        action={
          <Button size="small" icon={ShieldCheck} busy={starting.busy || isRunning} onClick={() => void verify()}>
            {t('audit.verify')}
          </Button>
        }
      >
        <p>{verificationText(value)}</p>
        {value.finished_at === null ? null : (
          <p className="text-small break-all text-ink-muted">
            {formatExact(epochMs(value.finished_at))}
            {value.hash === null ? null : (
              <>
                {` · ${t('audit.verification.hash')} `}
                <span className="font-mono">{value.hash}</span>
              </>
            )}
          </p>
        )}
      </Note>
      <ChangeFailure failure={starting.failure} />
    </div>
  );
}

function verificationText({ state, entries, seals, problem }: AuditVerification): string {
  switch (state) {
    case 'never':
      return t('audit.verification.never');
    case 'running':
      return t('audit.verification.running');
    case 'holds':
      return t('audit.verification.holds', { entries: formatNumber(entries), seals: formatNumber(seals) });
    case 'broken':
      return t('audit.verification.broken', { problem: problem ?? '' });
  }
}
