import { DatabaseZap } from 'lucide-react';
import { useState } from 'react';
import { surfaces } from '../../commands/surfaces.ts';
import { loadDemoData } from '../../data/load-demo-data.ts';
import { t } from '../../i18n/translate.ts';
import { useConsole } from '../../state/console-context.tsx';
import { Button } from '../../ui/button.tsx';

/** Something to look at, for the admin of an empty server. */
export function DemoData() {
  const { server } = useConsole();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
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
      <Button icon={DatabaseZap} busy={progress !== null} onClick={() => void load()}>
        {progress ? t('demo.loading', progress) : t('demo.load')}
      </Button>
      {problem === null ? null : (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
