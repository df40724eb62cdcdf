import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useStore } from '../../state/use-store.ts';
import { ChoiceDialog } from './choice-dialog.tsx';

/** No queue has this id. */
const BY_RULES = '+rules';

export interface MoveDialogProps {
  taskUids: readonly string[];
  /** Null: wherever the rules put them. */
  onChoose: (queueUid: string | null) => void;
  onClose: () => void;
}

export function MoveDialog({ taskUids, onChoose, onClose }: MoveDialogProps) {
  const { data } = useConsole();
  const { allQueues } = useStore(data.workspace);
  const choices = [
    ...allQueues.filter(({ enabled }) => enabled).map(({ id, name }) => ({ id, name })),
    { id: BY_RULES, name: t('why.routeBy'), note: t('move.byRulesHint') },
  ];
  return (
    <ChoiceDialog
      title={tn('move.title', taskUids.length)}
      label={t('move.queue')}
      listLabel={t('move.queues')}
      choices={choices}
      noneText={(text) => t('move.none', { text })}
      onChoose={(id) => onChoose(id === BY_RULES ? null : id)}
      onClose={onClose}
    />
  );
}
