import { useRef } from 'react';
import { COMMANDS } from '../../commands/catalogue.ts';
import type { CommandCategory } from '../../commands/command.ts';
import { keyLabels } from '../../commands/key-binding.ts';
import { t } from '../../i18n/translate.ts';
import { openOverlay, useInterface } from '../../state/interface-state.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';

const CATEGORIES: readonly CommandCategory[] = ['task', 'move', 'list', 'go', 'inbox', 'view', 'app'];

/** Where the sheet does not fit, arrows move it: for that it has to take the focus. */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** All keys there are, read from the registry. */
export function HelpSheet() {
  const sheet = useRef<HTMLElement>(null);
  const open = useInterface((state) => state.overlay === 'help');
  return (
    <Dialog
      open={open}
      onClose={() => openOverlay(null)}
      title={t('help.title')}
      description={t('help.text')}
      closeLabel={t('app.close')}
      width="wide"
      initialFocus={sheet}
    >
      <section
        ref={sheet}
        aria-label={t('help.title')}
        {...SCROLLED_BY_KEYS}
        className="overflow-y-auto px-5 pt-3 pb-5 focus-visible:-outline-offset-2"
      >
        {/* Not on what scrolls: columns of a height that is given go on sideways. */}
        <div className="columns-1 gap-8 medium:columns-2">
          {CATEGORIES.map((category) => (
            <Category key={category} category={category} />
          ))}
        </div>
      </section>
    </Dialog>
  );
}

function Category({ category }: { category: CommandCategory }) {
  const commands = COMMANDS.filter((command) => command.category === category && command.keys.length > 0);
  if (commands.length === 0) return null;
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-small font-medium text-ink-faint">{t(`category.${category}`)}</h3>
      <dl>
        {commands.map((command) => (
          <div key={command.id} className="flex min-h-7 items-center gap-3 border-b border-line last:border-b-0">
            <dt className="min-w-0 flex-1 py-1 leading-4 text-pretty">{t(command.title)}</dt>
            <dd className="flex shrink-0 flex-wrap items-center justify-end gap-x-2 gap-y-1">
              {command.keys.map((keys, index) => (
                <span key={keys} className="flex items-center gap-2">
                  {index > 0 ? <span className="text-small text-ink-faint">{t('keys.or')}</span> : null}
                  <span className="sr-only">
                    {keyLabels(keys)
                      .map((press) => press.join('+'))
                      .join(` ${t('keys.then')} `)}
                  </span>
                  <Kbd presses={keyLabels(keys)} between={t('keys.then')} />
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
