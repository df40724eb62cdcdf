import { Eye } from 'lucide-react';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';

/** Who else has the task on their screen. */
export function Viewers({ taskUid, me }: { taskUid: string; me: string }) {
  const { data } = useConsole();
  const others = (useStore(data.presence).get(taskUid) ?? []).filter(({ id }) => id !== me);
  const [first] = others;
  if (!first) return null;
  const names = others.map(({ name }) => name).join(', ');
  return (
    <span title={t('task.viewing', { names })} className="inline-flex shrink-0 items-center gap-1 text-small text-ink-muted">
      <Eye aria-hidden="true" size={13} />
      <span className="sr-only">{t('task.viewing', { names })}</span>
      <span aria-hidden="true">{others.length === 1 ? first.name.split(' ')[0] : others.length}</span>
    </span>
  );
}
