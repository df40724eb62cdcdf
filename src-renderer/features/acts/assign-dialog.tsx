import type { Person } from '../../../src-shared/schema/user.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';
import { ChoiceDialog } from './choice-dialog.tsx';

export interface AssignDialogProps {
  taskUids: readonly string[];
  onChoose: (person: Person) => void;
  onClose: () => void;
}

/** Oneself first, then by name. */
export function AssignDialog({ taskUids, onChoose, onClose }: AssignDialogProps) {
  const { data } = useConsole();
  const { people, user } = useStore(data.workspace);
  const sorted = [...people.values()].sort((a, b) => Number(b.id === user.id) - Number(a.id === user.id) || a.name.localeCompare(b.name));
  return (
    <ChoiceDialog
      title={tn('assign.title', taskUids.length)}
      label={t('assign.person')}
      listLabel={t('assign.people')}
      choices={sorted.map(({ id, name }) => ({ id, name, ...(id === user.id ? { note: t('person.you') } : {}) }))}
      noneText={(text) => t('assign.nobody', { text })}
      onChoose={(id) => {
        const person = people.get(id);
        if (person) onChoose(person);
      }}
      onClose={onClose}
    />
  );
}
