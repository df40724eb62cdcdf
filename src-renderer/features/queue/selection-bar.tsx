import { commandById } from '../../commands/catalogue.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { useRunCommand } from '../../commands/use-commands.ts';
import { t, tn } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { useInterface } from '../../state/interface-state.ts';
import { clearSelection, useSelectedIn } from '../../state/selection.ts';
import { useStore } from '../../state/use-store.ts';
import { viewKey } from '../../state/view.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';

const OFFERED = ['claim', 'complete', 'assign', 'move', 'snooze'] as const;
const OF_MANAGERS: ReadonlySet<string> = new Set(['assign', 'move']);

/** What can be done to all that is selected; each act shows first what it will change. */
export function SelectionBar() {
  const selected = useSelectedIn(useInterface((state) => viewKey(state.view)));
  const run = useRunCommand();
  const { user } = useStore(useConsole().data.workspace);
  if (selected.size === 0) return null;
  const offered = OFFERED.filter((act) => user.role !== 'operator' || !OF_MANAGERS.has(act));
  // Five acts with their keys are wider than a list beside a task.
  const fitting = offered.length > 3 ? '@max-[700px]:[&>span]:hidden' : undefined;
  return (
    <div
      role="toolbar"
      data-selection-bar=""
      aria-label={t('select.toolbar')}
      className="@container shrink-0 border-t border-line bg-canvas px-4 py-1.5"
    >
      <div className="flex flex-wrap items-center gap-1.5">
        <span role="status" className="mr-2 font-medium tabular-nums">
          {tn('select.count', selected.size)}
        </span>
        {offered.map((act) => {
          const { id, icon } = commandById(`task.${act}`);
          return (
            <Button
              key={act}
              size="small"
              icon={icon}
              className={classNames('@max-[780px]:[&>svg]:hidden', fitting)}
              trailing={<CommandKeys id={id} />}
              onClick={() => run(id)}
              {...shortcutOf(id)}
            >
              {t(`act.${act}`)}
            </Button>
          );
        })}
        <Button variant="quiet" size="small" className="ml-auto" trailing={<CommandKeys id="view.back" />} onClick={clearSelection}>
          <span className="@max-[780px]:sr-only">{t('select.clear')}</span>
        </Button>
      </div>
    </div>
  );
}
