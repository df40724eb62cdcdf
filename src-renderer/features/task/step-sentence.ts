import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { HistoryItem } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';

const STEPS = [
  'claim',
  'unassign',
  'start',
  'pause',
  'complete',
  'close',
  'reopen',
  'snooze',
  'skip',
  'setFields',
  'update',
  'create',
  'comment',
  'withdraw',
  'delete',
] as const;

/** One step of the history as a sentence; a step of a newer server by its own name. */
export function stepSentence(
  item: Pick<HistoryItem, 'step' | 'actorName' | 'assigneeUid'>,
  user: User,
  people: ReadonlyMap<string, Person>,
): string {
  const actor = item.actorName === user.name ? t('person.you') : item.actorName;
  if (item.step === 'assign') {
    const uid = item.assigneeUid;
    const assignee = uid === user.id ? t('person.you') : ((uid === null ? undefined : people.get(uid)?.name) ?? t('person.unknown'));
    return t('step.assign', { actor, assignee });
  }
  const step = STEPS.find((known) => known === item.step);
  return step ? t(`step.${step}`, { actor }) : t('step.other', { actor, step: item.step });
}
