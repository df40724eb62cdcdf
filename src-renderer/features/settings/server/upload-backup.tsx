import { Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { BACKUP_ENDPOINTS, UPLOAD_PIECE_BYTES } from '../../../../src-shared/http/backup-endpoints.ts';
import type { ApiOutcome } from '../../../data/api-client.ts';
import type { ServerApi } from '../../../data/server-api.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { formatBytes } from './format-bytes.ts';

/** The last piece is answered once all of the file was read through. */
const PIECE_TIMEOUT_MS = 600_000;
const TRIES = 3;

/** A backup from another machine, sent in pieces: it is a backup here once the server has read all of it. */
export function UploadBackup({ onUploaded }: { onUploaded: () => void }) {
  const { server } = useConsole();
  const input = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState<{ bytes: number; total: number } | null>(null);
  const [isDone, setDone] = useState(false);
  const sending = useAction();
  const upload = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    if (!file) return;
    setDone(false);
    const outcome = await sending.run(() => sendFile(server, file, (bytes) => setSent({ bytes, total: file.size })));
    setSent(null);
    // The same file again is a choice, too.
    if (input.current) input.current.value = '';
    if (!outcome) return;
    setDone(true);
    onUploaded();
  };
  return (
    <>
      <input ref={input} type="file" accept=".db" hidden aria-label={t('server.upload')} onChange={(event) => void upload(event)} />
      <Button icon={Upload} busy={sending.busy} onClick={() => input.current?.click()} className="w-fit">
        {sent ? t('server.upload.sending', { sent: formatBytes(sent.bytes), total: formatBytes(sent.total) }) : t('server.upload')}
      </Button>
      {isDone ? <Note tone="good">{t('server.upload.done')}</Note> : null}
      <ChangeFailure failure={sending.failure} />
    </>
  );
}

async function sendFile(server: ServerApi, file: File, onSent: (bytes: number) => void): Promise<ApiOutcome<null>> {
  const upload = crypto.randomUUID();
  let offset = 0;
  onSent(0);
  do {
    const piece = file.slice(offset, offset + UPLOAD_PIECE_BYTES);
    const query = { upload, offset: String(offset), total: String(file.size) };
    const outcome = await sendPiece(server, query, new Uint8Array(await piece.arrayBuffer()));
    if (!outcome.ok) return outcome;
    offset += piece.size;
    onSent(offset);
  } while (offset < file.size);
  return { ok: true, value: null };
}

/** A piece that came twice is taken once. */
async function sendPiece(server: ServerApi, query: { upload: string; offset: string; total: string }, bytes: Uint8Array<ArrayBuffer>) {
  for (let tries = 1; ; tries += 1) {
    const outcome = await server.call(BACKUP_ENDPOINTS['server.uploadBackup'], { query, bytes, timeoutMs: PIECE_TIMEOUT_MS });
    if (outcome.ok || outcome.kind !== 'unreachable' || tries === TRIES) return outcome;
  }
}
