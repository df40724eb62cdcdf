import { Ban, CircleCheck, CircleDashed, CirclePause, TriangleAlert } from 'lucide-react';
import type { Hook } from '../../../../src-shared/schema/hook.ts';
import { epochMs, formatClock } from '../../../i18n/format-time.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useNow } from '../../../state/use-now.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Note } from '../../../ui/note.tsx';

/** How an endpoint is, in a word. */
export function HookHealth({ hook }: { hook: Hook }) {
  if (!hook.enabled) {
    if (hook.disabled_reason === 'gone')
      return (
        <Badge icon={Ban} tone="danger">
          {t('hooks.health.gone')}
        </Badge>
      );
    if (hook.disabled_reason === 'failing')
      return (
        <Badge icon={Ban} tone="danger">
          {t('hooks.health.disabled')}
        </Badge>
      );
    return <Badge icon={CirclePause}>{t('hooks.health.paused')}</Badge>;
  }
  if (hook.failing_since !== null)
    return (
      <Badge icon={TriangleAlert} tone="warning">
        {t('hooks.health.failing')}
      </Badge>
    );
  if (hook.last_success_at === null) return <Badge icon={CircleDashed}>{t('hooks.health.new')}</Badge>;
  return (
    <Badge icon={CircleCheck} tone="good">
      {t('hooks.health.fine')}
    </Badge>
  );
}

/** The same with what it means and what to do; nothing while all is well. */
export function HookHealthNote({ hook }: { hook: Hook }) {
  const nowMs = useNow();
  const error = hook.last_error === null ? t('hooks.unknownError') : sayKnown(hook.last_error);
  if (!hook.enabled) {
    switch (hook.disabled_reason) {
      case 'gone':
        return (
          <Note tone="warning" title={t('hooks.gone.title')}>
            {t('hooks.gone.text')}
          </Note>
        );
      case 'failing':
        return (
          <Note tone="warning" title={t('hooks.disabled.title')}>
            {t('hooks.disabled.text', { error })}
          </Note>
        );
      case 'paused':
      case null:
        return (
          <Note tone="info" title={t('hooks.paused.title')}>
            {t('hooks.paused.text')}
          </Note>
        );
    }
  }
  if (hook.failing_since === null) return null;
  const time = formatClock(epochMs(hook.failing_since), nowMs);
  return (
    <Note tone="warning" title={t('hooks.failing.title', { time })}>
      {t('hooks.failing.text', { error })}
    </Note>
  );
}
