import { FilePlus2 } from 'lucide-react';
import { openNewTask } from '../state/interface-state.ts';
import type { Command } from './command.ts';

export const creationCommands: readonly Command[] = [
  {
    id: 'task.create',
    title: 'command.task.create',
    category: 'task',
    icon: FilePlus2,
    keys: ['t'],
    place: 'console',
    when: () => true,
    run: () => {
      openNewTask({ formId: null, values: {}, replacesOpId: null });
    },
  },
];
