import type { Person, User } from '../../../src-shared/schema/user.ts';
import type { HistoryItem } from '../../data/console-data.ts';
import { sayActor } from '../../i18n/say-again.ts';
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
  'due',
  'delete',
] as const;

/** One step of the history as a sentence; a step of a newer server by its own name. */
export function stepSentence(
  item: Pick<HistoryItem, 'step' | 'actorName' | 'actorKind' | 'assigneeUid'>,
  user: User,
  people: ReadonlyMap<string, Person>,
): string {
  const actor = item.actorName === user.name ? t('person.you') : sayActor({ kind: item.actorKind, name: item.actorName });
  const uid = item.assigneeUid;
  const holder = uid === null ? undefined : people.get(uid)?.name;
  // A key claims for somebody: it holds nothing itself.
  const claimsForOther = item.step === 'claim' && holder !== undefined && holder !== item.actorName;
  if (item.step === 'assign' || claimsForOther) {
    if (uid === user.id) return item.actorName === user.name ? t('step.assignSelf', { actor }) : t('step.assignYou', { actor });
    return holder === undefined ? t('step.assignUnknown', { actor }) : t('step.assign', { actor, assignee: holder });
  }
  const step = STEPS.find((known) => known === item.step);
  return step ? t(`step.${step}`, { actor }) : t('step.other', { actor, step: item.step });
}
