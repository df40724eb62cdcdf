import { conditionSentence } from '../../../i18n/condition-sentence.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import type { ChangeableKey } from '../../../state/queue-draft.ts';
import { useStore } from '../../../state/use-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import type { QueueEditing } from './use-queue-editing.ts';

/** What others did to the queue while it was being edited. */
export function QueueNotes({ editing: { conflict, isGone, taken, resolve } }: { editing: QueueEditing }) {
  const { data } = useConsole();
  const { people } = useStore(data.workspace);
  if (isGone) return <Note tone="warning">{t('queues.goneWhile')}</Note>;
  if (conflict) {
    const { theirs, keys } = conflict;
    const hasCondition = keys.includes('condition');
    return (
      <Note tone="warning" title={t('queues.conflict.title')}>
        <p>{t('queues.conflict.text', { what: keyNames(keys) })}</p>
        {hasCondition ? (
          <p>{t('queues.conflict.theirs', { what: conditionSentence(theirs.condition, (id) => people.get(id)?.name ?? id) })}</p>
        ) : null}
        <div className="mt-2 flex flex-wrap gap-2">
          <Button onClick={() => resolve('take')}>{t('queues.conflict.take')}</Button>
          <Button onClick={() => resolve('keep')}>{t('queues.conflict.keep')}</Button>
        </div>
      </Note>
    );
  }
  return taken.length > 0 ? <Note tone="info">{t('queues.rebased', { what: keyNames(taken) })}</Note> : null;
}

function keyNames(keys: readonly ChangeableKey[]): string {
  return keys.map((key) => t(`queues.key.${key}`)).join(', ');
}
