import { DatabaseZap, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { surfaces } from '../../commands/surfaces.ts';
import { loadDemoData } from '../../data/load-demo-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { goTo } from '../../state/interface-state.ts';
import { useStore } from '../../state/use-store.ts';
import { Button } from '../../ui/button.tsx';

/** What an admin of an empty server may want next: a key for the command above, or something to look at. */
export function FirstSteps() {
  const { data, server } = useConsole();
  const { user } = useStore(data.workspace);
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (user.role !== 'admin') return null;
  const load = async () => {
    setProblem(null);
    const failure = await loadDemoData(server, (done, total) => setProgress({ done, total }));
    setProgress(null);
    if (failure) setProblem(t('demo.failed', { message: failure.message }));
    // What was pressed is gone with the empty list.
    else if (document.activeElement === document.body) surfaces.list?.focus();
  };
  return (
    <div className="mt-2 flex max-w-[44ch] flex-col items-center gap-3">
      <p className="text-pretty text-ink-muted">{t('demo.text')}</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button icon={DatabaseZap} busy={progress !== null} onClick={() => void load()}>
          {progress ? t('demo.loading', progress) : t('demo.load')}
        </Button>
        <Button icon={KeyRound} onClick={() => goTo({ kind: 'settings', panel: 'keys' })}>
          {t('demo.makeKey')}
        </Button>
      </div>
      {problem === null ? null : (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
