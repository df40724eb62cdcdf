import { DatabaseBackup, Download, RotateCcw, Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { BACKUP_ENDPOINTS, type ServerBackup } from '../../../../src-shared/http/backup-endpoints.ts';
import type { ServerState } from '../../../../src-shared/http/server-endpoints.ts';
import { notify } from '../../../commands/notify.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Note } from '../../../ui/note.tsx';
import { saveFrom } from '../../../ui/save-file.ts';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { formatBytes } from './format-bytes.ts';
import { RenewIdentity } from './renew-identity.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { UploadBackup } from './upload-backup.tsx';

/** A large database takes minutes to copy. */
const BACKUP_TIMEOUT_MS = 3_600_000;

/** Copies of the database: made now, taken along, removed. */
export function BackupSection({ state: { database }, onMade }: { state: ServerState; onMade: () => void }) {
  if (database.kind === 'postgres') {
    return (
      <Section level={2} title={t('server.backup')} text={t('server.backup.postgres')}>
        <RenewIdentity />
      </Section>
    );
  }
  return <Backups onMade={onMade} />;
}

function Backups({ onMade }: { onMade: () => void }) {
  const { server } = useConsole();
  const backups = useResource(useCallback((signal) => server.call(BACKUP_ENDPOINTS['server.backups'], { signal }), [server]));
  const [made, setMade] = useState<ServerBackup | null>(null);
  const [restoring, setRestoring] = useState<ServerBackup | null>(null);
  const [removing, setRemoving] = useState<ServerBackup | null>(null);
  const backing = useAction();
  const deleting = useAction();
  const { reload } = backups;
  const changed = useCallback(() => {
    reload();
    onMade();
  }, [reload, onMade]);
  const backUp = async () => {
    setMade(null);
    const answer = await backing.run(() => server.call(BACKUP_ENDPOINTS['server.backUp'], { timeoutMs: BACKUP_TIMEOUT_MS }));
    if (!answer) return;
    setMade(answer.value);
    changed();
  };
  const remove = async ({ name }: ServerBackup) => {
    const gone = await deleting.run(() => server.call(BACKUP_ENDPOINTS['server.deleteBackup'], { parameters: { name } }));
    if (!gone) return;
    setRemoving(null);
    setMade(null);
    changed();
  };
  const download = ({ name }: ServerBackup) => {
    saveFrom(server.addressOf(BACKUP_ENDPOINTS['server.downloadBackup'], { parameters: { name } }), name);
    notify({ text: t('server.backup.saving', { name }) });
  };
  return (
    <Section level={2} title={t('server.backup')} text={t('server.backup.text')}>
      <Loaded resource={backups}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="text-ink-muted">{t('server.backup.none')}</p>
          ) : (
            <BackupList items={items} onDownload={download} onRestore={setRestoring} onRemove={setRemoving} />
          )
        }
      </Loaded>
      {made ? <Note tone="good">{t('server.backup.done', { size: formatBytes(made.bytes) })}</Note> : null}
      <ChangeFailure failure={backing.failure} />
      <div className="flex flex-wrap gap-2">
        <Button icon={DatabaseBackup} busy={backing.busy} onClick={() => void backUp()} className="w-fit">
          {t('server.backup.now')}
        </Button>
        <UploadBackup onUploaded={changed} />
      </div>
      {restoring ? <RestoreDialog backup={restoring} onDone={changed} onClose={() => setRestoring(null)} /> : null}
      {removing ? (
        <ConfirmDialog
          title={t('server.backup.removeTitle')}
          consequence={t('server.backup.removeText', { at: formatExact(epochMs(removing.created_at)) })}
          action={t('server.backup.remove')}
          cancelLabel={t('app.cancel')}
          closeLabel={t('app.close')}
          busy={deleting.busy}
          failure={<ChangeFailure failure={deleting.failure} />}
          onConfirm={() => void remove(removing)}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </Section>
  );
}

interface BackupListProps {
  items: readonly ServerBackup[];
  onDownload: (backup: ServerBackup) => void;
  onRestore: (backup: ServerBackup) => void;
  onRemove: (backup: ServerBackup) => void;
}

function BackupList({ items, onDownload, onRestore, onRemove }: BackupListProps) {
  return (
    <ul aria-label={t('server.backup.list')} className="max-h-56 overflow-y-auto rounded-md border border-line">
      {items.map((backup) => {
        const at = formatExact(epochMs(backup.created_at));
        return (
          <li key={backup.name} className="flex items-center gap-2 border-b border-line py-1 pr-1.5 pl-3 last:border-b-0">
            <span className="min-w-0 flex-1 truncate" title={backup.file}>
              {at}{' '}
              <span className="text-small text-ink-muted tabular-nums">
                · {formatBytes(backup.bytes)}
                {originOf(backup)}
              </span>
            </span>
            <IconButton icon={Download} label={`${t('server.backup.download')}: ${at}`} onClick={() => onDownload(backup)} />
            <IconButton icon={RotateCcw} label={`${t('server.restore')}: ${at}`} onClick={() => onRestore(backup)} />
            <IconButton icon={Trash2} label={`${t('server.backup.remove')}: ${at}`} onClick={() => onRemove(backup)} />
          </li>
        );
      })}
    </ul>
  );
}

/** The name says where it came from. */
function originOf({ name }: ServerBackup): string {
  if (name.endsWith('-replaced.db')) return ` · ${t('server.backup.replaced')}`;
  return name.endsWith('-uploaded.db') ? ` · ${t('server.backup.uploaded')}` : '';
}
