import { DatabaseBackup } from 'lucide-react';
import { useState } from 'react';
import { SERVER_ENDPOINTS, type ServerBackup, type ServerState } from '../../../../src-shared/http/server-endpoints.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { formatBytes } from './format-bytes.ts';

/** A copy of the database, made now. */
export function BackupSection({ state: { database, last_backup: last }, onMade }: { state: ServerState; onMade: () => void }) {
  const { server } = useConsole();
  const [made, setMade] = useState<ServerBackup | null>(null);
  const backing = useAction();
  const backUp = async () => {
    setMade(null);
    const answer = await backing.run(() => server.call(SERVER_ENDPOINTS['server.backUp'], {}));
    if (!answer) return;
    setMade(answer.value);
    onMade();
  };
  if (database.kind === 'postgres') return <Section level={2} title={t('server.backup')} text={t('server.backup.postgres')} />;
  return (
    <Section level={2} title={t('server.backup')} text={t('server.backup.text')}>
      {last ? (
        <FactList
          facts={[
            { name: t('server.backup.at'), value: <MomentText at={last.created_at} /> },
            { name: t('server.size'), value: formatBytes(last.bytes) },
            { name: t('server.backup.file'), value: <span className="font-mono text-small break-all">{last.file}</span> },
          ]}
        />
      ) : (
        <p className="text-ink-muted">{t('server.backup.none')}</p>
      )}
      {made ? <Note tone="good">{t('server.backup.done', { size: formatBytes(made.bytes) })}</Note> : null}
      <ChangeFailure failure={backing.failure} />
      <Button icon={DatabaseBackup} busy={backing.busy} onClick={() => void backUp()} className="w-fit">
        {t('server.backup.now')}
      </Button>
    </Section>
  );
}
