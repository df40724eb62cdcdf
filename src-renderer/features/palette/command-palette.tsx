import { Command as Palette, useCommandState as usePaletteState } from 'cmdk';
import { ListFilter, ListTodo, type LucideIcon, Search } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { COMMANDS } from '../../commands/catalogue.ts';
import type { CommandCategory } from '../../commands/command.ts';
import { CommandKeys } from '../../commands/command-keys.tsx';
import { focusListOnceDrawn } from '../../commands/focus-once-drawn.ts';
import { currentSituation, isAvailable, runCommand } from '../../commands/run-command.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo, openOverlay, setConditions, useInterface } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { rankEntry } from './rank-entry.ts';

const CATEGORIES: readonly CommandCategory[] = ['task', 'inbox', 'go', 'list', 'settings', 'view', 'app'];

/** Every command that makes sense now, every queue, and the way to tasks; each row teaches its key. */
export function CommandPalette() {
  const open = useInterface((state) => state.overlay === 'palette');
  const input = useRef<HTMLInputElement>(null);
  return (
    <Dialog open={open} onClose={() => openOverlay(null)} title={t('palette.title')} closeLabel={t('app.close')} bare initialFocus={input}>
      <Palette label={t('palette.title')} loop filter={rankPaletteEntry} className="flex min-h-0 flex-col">
        <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden="true" size={15} className="text-ink-faint" />
          <Palette.Input
            ref={input}
            placeholder={t('palette.placeholder')}
            className="h-full min-w-0 flex-1 bg-transparent text-heading outline-none"
          />
        </div>
        <Palette.List className="max-h-[min(420px,60vh)] scroll-py-2 overflow-y-auto p-2">
          <Entries />
          <FindTasks />
        </Palette.List>
      </Palette>
    </Dialog>
  );
}

/** Drawn while the palette is open: what makes sense is asked then. */
function Entries() {
  const handles = useConsole();
  const { queues } = useStore(handles.data.workspace);
  const situation = currentSituation(handles);
  const offered = COMMANDS.filter((command) => !command.hiddenInPalette && isAvailable(command, situation));
  return CATEGORIES.map((category) => {
    const commands = offered.filter((command) => command.category === category);
    if (commands.length === 0) return null;
    return (
      <Palette.Group key={category} heading={t(`category.${category}`)} className={GROUP}>
        {commands.map((command) => (
          <Entry
            key={command.id}
            value={`${t(command.title)} ${command.id}`}
            icon={command.icon}
            text={t(command.title)}
            trailing={<CommandKeys id={command.id} />}
            onSelect={() => choose(() => void runCommand(command, handles))}
          />
        ))}
        {category === 'go'
          ? queues.map(({ queue }) => (
              <Entry
                key={queue.id}
                value={`${t('command.go.queue', { name: queue.name })} queue ${queue.id}`}
                icon={ListTodo}
                text={t('command.go.queue', { name: queue.name })}
                onSelect={() =>
                  choose(() => {
                    goTo({ kind: 'tasks', scope: { kind: 'queue', queueUid: queue.id } });
                    focusListOnceDrawn();
                  })
                }
              />
            ))
          : null}
      </Palette.Group>
    );
  });
}

const FIND_TASKS = 'find-tasks';
/** After all that has the typed words in it. */
const LAST = 0.01;

function rankPaletteEntry(entry: string, typed: string): number {
  return entry === FIND_TASKS ? LAST : rankEntry(entry, typed);
}

/** What is typed may be of a task as well. */
function FindTasks() {
  const text = usePaletteState(({ search }) => search.trim());
  if (text === '') return null;
  const find = () => {
    goTo({ kind: 'tasks', scope: { kind: 'all' } });
    setConditions({ text });
    focusListOnceDrawn();
  };
  return (
    <Palette.Group heading={t('palette.tasks')} className={GROUP}>
      <Entry value={FIND_TASKS} icon={ListFilter} text={t('palette.findTasks', { text })} onSelect={() => choose(find)} />
    </Palette.Group>
  );
}

function choose(run: () => void): void {
  openOverlay(null);
  // The dialog gives the focus back first.
  setTimeout(run);
}

const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-ink-faint';

interface EntryProps {
  /** What the typed words are looked for in. */
  value: string;
  icon: LucideIcon;
  text: string;
  trailing?: ReactNode;
  onSelect: () => void;
}

function Entry({ value, icon: Icon, text, trailing, onSelect }: EntryProps) {
  return (
    <Palette.Item value={value} onSelect={onSelect} className="flex h-8 items-center gap-2.5 rounded-md px-2 aria-selected:bg-selected">
      <Icon aria-hidden="true" size={15} strokeWidth={1.8} className="shrink-0 text-ink-muted" />
      <span className="min-w-0 flex-1 truncate">{text}</span>
      {trailing}
    </Palette.Item>
  );
}
