import { t } from '../i18n/translate.ts';
import { Kbd } from '../ui/kbd.tsx';
import { commandById } from './catalogue.ts';
import { ariaShortcut, keyLabels } from './key-binding.ts';

/** The first keys of a command, drawn. */
export function CommandKeys({ id, tone }: { id: string; tone?: 'plain' | 'on-accent' }) {
  const [keys] = commandById(id).keys;
  if (keys === undefined) return null;
  return <Kbd presses={keyLabels(keys)} between={t('keys.then')} {...(tone ? { tone } : {})} />;
}

/** What a control that runs the command carries, so that screen readers can teach the key as well. */
export function shortcutOf(id: string): { 'aria-keyshortcuts'?: string } {
  const [keys] = commandById(id).keys;
  const shortcut = keys === undefined ? undefined : ariaShortcut(keys);
  return shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut };
}
