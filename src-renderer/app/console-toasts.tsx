import { useCallback } from 'react';
import { CommandKeys } from '../commands/command-keys.tsx';
import { onNotice } from '../commands/notify.ts';
import { undoLast } from '../commands/task-commands.ts';
import { t } from '../i18n/translate.ts';
import { useConsole } from '../state/console-context.tsx';
import { Button } from '../ui/button.tsx';
import { type ToastContent, Toasts } from '../ui/toasts.tsx';

/** Says what was done, and offers to take it back. A new line replaces the one before. */
export function ConsoleToasts() {
  const { data } = useConsole();
  const listen = useCallback(
    (show: (content: ToastContent) => () => void) => {
      let close: (() => void) | null = null;
      return onNotice(({ text, detail, tone = 'plain', undoOpIds }) => {
        close?.();
        const action = undoOpIds ? (
          <Button
            size="small"
            variant="quiet"
            onClick={() => {
              close?.();
              void undoLast({ data }, undoOpIds);
            }}
            trailing={<CommandKeys id="task.undo" />}
          >
            {t('undo')}
          </Button>
        ) : undefined;
        close = show({ text, detail, tone, action });
      });
    },
    [data],
  );
  return <Toasts listen={listen} label={t('app.notices')} dismissLabel={t('app.dismiss')} />;
}
