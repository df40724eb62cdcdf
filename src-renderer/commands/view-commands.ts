import { BookmarkPlus, PlaneTakeoff, Trash2 } from 'lucide-react';
import { VIEW_ENDPOINTS } from '../../src-shared/http/view-endpoints.ts';
import { sayFailure } from '../i18n/say-again.ts';
import { t } from '../i18n/translate.ts';
import { goTo, interfaceStore, openOverlay } from '../state/interface-state.ts';
import { viewKey } from '../state/view.ts';
import type { Command } from './command.ts';
import { notify } from './notify.ts';

export const viewCommands: readonly Command[] = [
  {
    id: 'view.save',
    title: 'command.view.save',
    category: 'list',
    icon: BookmarkPlus,
    keys: ['Shift+v'],
    place: 'tasks',
    when: () => true,
    run: () => {
      openOverlay('save-view');
    },
  },
  {
    id: 'view.delete',
    title: 'command.view.delete',
    category: 'list',
    icon: Trash2,
    keys: [],
    place: 'tasks',
    when: ({ view }) => view.kind === 'tasks' && view.savedId !== undefined,
    run: async ({ server, situation: { view } }) => {
      if (view.kind !== 'tasks' || view.savedId === undefined) return;
      const answer = await server.call(VIEW_ENDPOINTS['views.delete'], { parameters: { id: view.savedId } });
      if (!answer.ok) {
        notify({ text: t('done.refused', { message: sayFailure(answer) }), tone: 'problem' });
        return;
      }
      // Whoever has gone on meanwhile stays there.
      if (viewKey(interfaceStore.getState().view) === viewKey(view)) goTo({ kind: 'tasks', scope: view.scope });
      notify({ text: t('views.deleted') });
    },
  },
  {
    id: 'queue.takeOffline',
    title: 'command.queue.takeOffline',
    category: 'task',
    icon: PlaneTakeoff,
    keys: ['Shift+o'],
    place: 'console',
    when: () => true,
    run: () => {
      openOverlay('offline');
    },
  },
];
