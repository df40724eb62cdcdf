import { useCallback, useState } from 'react';
import { ACCESS_ENDPOINTS, type Session } from '../../../../src-shared/http/access-endpoints.ts';
import { epochMs, formatClock, formatRelative } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useNow } from '../../../state/use-now.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { SkeletonRows } from '../../../ui/skeleton-rows.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { loadFailureText } from '../shell/loaded.tsx';

/** Where somebody is signed in. */
export function SessionSection({ userId, level = 3 }: { userId: string; level?: 2 | 3 }) {
  const { server } = useConsole();
  const sessions = useResource(
    useCallback((signal) => server.call(ACCESS_ENDPOINTS['sessions.list'], { query: { user_id: userId }, signal }), [server, userId]),
  );
  const ending = useAction();
  const [endingId, setEndingId] = useState<string | null>(null);
  const end = async (id: string) => {
    setEndingId(id);
    if (await ending.run(() => server.call(ACCESS_ENDPOINTS['sessions.delete'], { parameters: { id } }))) sessions.reload();
  };
  const items = sessions.value?.items ?? [];
  return (
    <Section level={level} title={t('people.sessions')} text={t('people.sessionsText')}>
      {sessions.value === null && !sessions.failure ? <SkeletonRows inset="none" count={2} label={t('settings.loading')} /> : null}
      {sessions.value && items.length === 0 ? <p className="text-ink-muted">{t('people.noSessions')}</p> : null}
      {items.length > 0 ? (
        <ul className="rounded-md border border-line">
          {items.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={ending.busy && endingId === session.id}
              onEnd={() => void end(session.id)}
            />
          ))}
        </ul>
      ) : null}
      {sessions.failure ? <Note tone="warning">{loadFailureText(sessions.failure)}</Note> : null}
      <ChangeFailure failure={ending.failure} />
    </Section>
  );
}

function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const nowMs = useNow();
  const since = formatClock(epochMs(session.created_at), nowMs);
  const { last_used_at: usedAt } = session;
  const used = usedAt === null ? t('people.sessionUnused') : t('people.sessionUsed', { used: formatRelative(epochMs(usedAt), nowMs) });
  return (
    <li className="flex min-h-10 items-center gap-3 border-b border-line px-3 py-1.5 last:border-b-0">
      <span className="min-w-0 flex-1">
        {t('people.session', { since })}
        <span className="text-ink-muted"> · {session.current ? t('people.sessionCurrent') : used}</span>
      </span>
      {session.current ? null : (
        <Button size="small" variant="danger" busy={busy} aria-label={t('people.endSessionOf', { since })} onClick={onEnd}>
          {t('people.endSession')}
        </Button>
      )}
    </li>
  );
}
