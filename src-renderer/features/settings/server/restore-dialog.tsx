import { useCallback, useEffect, useState } from 'react';
import {
  BACKUP_ENDPOINTS,
  type BackupDifference,
  type Restoration,
  type ServerBackup,
} from '../../../../src-shared/http/backup-endpoints.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { t, tn } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Note } from '../../../ui/note.tsx';
import { Spinner } from '../../../ui/spinner.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';

/** All of a backup is read, and all of the database. */
const COMPARE_TIMEOUT_MS = 600_000;
const ASK_EVERY_MS = 500;

export interface RestoreDialogProps {
  backup: ServerBackup;
  onDone: () => void;
  onClose: () => void;
}

/** Says what would be lost, asks for the server's name, and stays until it is known how it went. */
export function RestoreDialog({ backup, onDone, onClose }: RestoreDialogProps) {
  const [isBegun, setBegun] = useState(false);
  const restoration = useRestoration(isBegun, onDone);
  const at = formatExact(epochMs(backup.created_at));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('server.restore.title')}
      description={t('server.restore.of', { at })}
      closeLabel={t('app.close')}
    >
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-2 pb-5">
        {isBegun ? (
          <Progress restoration={restoration} onClose={onClose} />
        ) : (
          <Decision backup={backup} onBegun={() => setBegun(true)} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Decision({ backup: { name }, onBegun, onClose }: { backup: ServerBackup; onBegun: () => void; onClose: () => void }) {
  const { server, account } = useConsole();
  const difference = useResource(
    useCallback(
      (signal) => server.call(BACKUP_ENDPOINTS['server.compareBackup'], { parameters: { name }, signal, timeoutMs: COMPARE_TIMEOUT_MS }),
      [server, name],
    ),
  );
  const [word, setWord] = useState('');
  const beginning = useAction();
  const { host } = new URL(account.server);
  const begin = async () => {
    const request = { parameters: { name }, body: { confirm: name }, timeoutMs: COMPARE_TIMEOUT_MS };
    if (await beginning.run(() => server.call(BACKUP_ENDPOINTS['server.restoreBackup'], request))) onBegun();
  };
  return (
    <Loaded resource={difference}>
      {(known) => (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (word.trim() === host && known.refusal === null) void begin();
          }}
          className="flex flex-col gap-4"
        >
          <Losses difference={known} />
          {known.refusal === null ? (
            <TextField
              label={t('server.restore.type', { host })}
              value={word}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              onChange={(event) => setWord(event.target.value)}
            />
          ) : null}
          <ChangeFailure failure={beginning.failure} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t('app.cancel')}</Button>
            {known.refusal === null ? (
              <Button type="submit" variant="danger" busy={beginning.busy} disabled={word.trim() !== host}>
                {t('server.restore.begin')}
              </Button>
            ) : null}
          </div>
        </form>
      )}
    </Loaded>
  );
}

function Losses({ difference }: { difference: BackupDifference }) {
  const { up_to: upTo, new_tasks: added, changed_tasks: changed, other_changes: others, refusal } = difference;
  if (refusal !== null) return <Note tone="danger">{t(`server.restore.refusal.${refusal}`)}</Note>;
  return (
    <>
      <p className="text-pretty">
        {upTo === null ? t('server.restore.empty') : t('server.restore.upTo', { at: formatExact(epochMs(upTo)) })}
      </p>
      <ul className="list-disc pl-5">
        <li>{tn('server.restore.new', added)}</li>
        <li>{tn('server.restore.changed', changed)}</li>
        <li>{tn('server.restore.others', others)}</li>
      </ul>
      <p className="text-pretty text-ink-muted">{t('server.restore.after')}</p>
      {difference.is_ours ? (
        <p className="text-pretty text-ink-muted">{t('server.restore.people')}</p>
      ) : (
        <Note tone="warning">{t('server.restore.foreign')}</Note>
      )}
      {difference.opens_secrets ? null : <Note tone="warning">{t('server.restore.otherKey')}</Note>}
    </>
  );
}

/** `signed-out`: what is there now does not know the session, as it was another server's. */
type Known = Restoration | 'signed-out' | null;

function Progress({ restoration, onClose }: { restoration: Known; onClose: () => void }) {
  if (restoration === 'signed-out') return <Note tone="good">{t('server.restore.signedOut')}</Note>;
  const state = restoration?.state ?? 'preparing';
  const isOver = state === 'done' || state === 'failed' || state === 'none';
  return (
    <>
      <div role="status">
        {isOver ? (
          <Note tone={state === 'done' ? 'good' : 'danger'}>
            {t(`server.restore.${state}`, { problem: restoration?.problem ?? '', kept: restoration?.kept_as ?? '' })}
          </Note>
        ) : (
          <p className="flex items-center gap-2">
            <Spinner /> {t(state === 'replacing' ? 'server.restore.replacing' : 'server.restore.preparing')}
          </p>
        )}
      </div>
      <div className="flex justify-end">
        <Button onClick={onClose}>{t('app.close')}</Button>
      </div>
    </>
  );
}

/** Between two databases the server does not answer: what was said last counts until it says something else. */
function useRestoration(isBegun: boolean, onDone: () => void): Known {
  const { server } = useConsole();
  const [restoration, setRestoration] = useState<Known>(null);
  const state = restoration === 'signed-out' ? 'done' : (restoration?.state ?? 'preparing');
  const isUnderWay = isBegun && (state === 'preparing' || state === 'replacing');
  useEffect(() => {
    if (!isUnderWay) return;
    const leaving = new AbortController();
    const timer = setInterval(async () => {
      const answer = await server.call(BACKUP_ENDPOINTS['server.restoration'], { signal: leaving.signal });
      if (leaving.signal.aborted) return;
      if (!answer.ok) {
        if (answer.kind === 'expired') setRestoration('signed-out');
        return;
      }
      setRestoration(answer.value);
      if (answer.value.state === 'done') onDone();
    }, ASK_EVERY_MS);
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [server, isUnderWay, onDone]);
  return restoration;
}
