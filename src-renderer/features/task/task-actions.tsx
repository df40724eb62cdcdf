import { Ellipsis } from 'lucide-react';
import { useMemo } from 'react';
import type { User } from '../../../src-shared/schema/user.ts';
import { availableActs, KEYED_ACTS, type KeyedAct, primaryAct } from '../../commands/available-acts.ts';
import { commandById } from '../../commands/catalogue.ts';
import { CommandKeys, shortcutOf } from '../../commands/command-keys.tsx';
import { useRunCommand } from '../../commands/use-commands.ts';
import type { TaskEntry } from '../../data/console-data.ts';
import { t } from '../../i18n/translate.ts';
import { ASKING_ACTS } from '../../state/task-dialog.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../ui/menu.tsx';

/** What does nothing to the task. */
const BESIDE = ['task.copyLink', 'player.float'] as const;

/** What can be done now, the likeliest first; each says its key. */
export function TaskActions({ entry, user, queueSkills }: { entry: TaskEntry; user: User; queueSkills: readonly string[] | null }) {
  const run = useRunCommand();
  const acts = useMemo(() => availableActs(entry, user, queueSkills), [entry, user, queueSkills]);
  const primary = primaryAct(acts);
  // Two buttons fit in any pane; the rest is one key, or one menu, away.
  const [other, ...rest] = KEYED_ACTS.filter((act) => acts.has(act) && act !== primary);
  const more = [...rest, ...ASKING_ACTS.filter((act) => acts.has(act))];
  if (primary === null && other === undefined && more.length === 0) return null;
  return (
    <div
      role="toolbar"
      data-task-actions=""
      aria-label={t('task.actions')}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-t border-line px-4 py-2.5"
    >
      {primary ? <ActButton act={primary} primary onRun={run} /> : null}
      {other ? <ActButton act={other} onRun={run} /> : null}
      {more.length > 0 ? (
        <Menu trigger={<IconButton icon={Ellipsis} label={t('task.moreActions')} />} align="end">
          {more.map((act) => {
            const { id, icon } = commandById(`task.${act}`);
            return (
              <MenuItem key={act} icon={icon} trailing={<CommandKeys id={id} />} onSelect={() => run(id)}>
                {t(`act.${act}`)}
              </MenuItem>
            );
          })}
          <MenuSeparator />
          {BESIDE.map((id) => {
            const { icon, title } = commandById(id);
            return (
              <MenuItem key={id} icon={icon} trailing={<CommandKeys id={id} />} onSelect={() => run(id)}>
                {t(title)}
              </MenuItem>
            );
          })}
        </Menu>
      ) : null}
    </div>
  );
}

function ActButton({ act, primary = false, onRun }: { act: KeyedAct; primary?: boolean; onRun: (id: string) => void }) {
  const command = commandById(`task.${act}`);
  return (
    <Button
      variant={primary ? 'primary' : 'secondary'}
      {...(primary ? { icon: command.icon } : {})}
      trailing={<CommandKeys id={command.id} tone={primary ? 'on-accent' : 'plain'} />}
      onClick={() => onRun(command.id)}
      {...shortcutOf(command.id)}
    >
      {t(`act.${act}`)}
    </Button>
  );
}
