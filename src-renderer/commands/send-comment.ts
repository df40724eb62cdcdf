import type { ConsoleData } from '../data/console-data.ts';
import { sayOutcome } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { interfaceStore, keepCommentDraft, raiseAlert } from '../state/interface-state.ts';
import { notify } from './notify.ts';

/** Makes a comment of what is typed for a task. */
export async function sendComment(data: ConsoleData, taskUid: string): Promise<void> {
  const draft = interfaceStore.getState().commentDrafts[taskUid] ?? '';
  const text = draft.trim();
  if (text === '') return;
  const outcome = await data.perform(taskUid, 'comment', { text });
  if (!outcome.ok) {
    raiseAlert({ title: t('failure.notSaved.title'), text: t('failure.notSaved.text', { message: sayOutcome(outcome) }) });
    return;
  }
  const typed = interfaceStore.getState().commentDrafts[taskUid] ?? '';
  // What came behind it since is the next one's beginning; what was changed within it is not sent, and stays whole.
  keepCommentDraft(taskUid, typed.startsWith(draft) ? typed.slice(draft.length).trimStart() : typed);
  notify({ text: t('done.comment') });
}
