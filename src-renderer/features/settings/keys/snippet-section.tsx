import { useState } from 'react';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { Section } from '../../../ui/section.tsx';
import { TabList } from '../../../ui/tab-list.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { SNIPPETS, type SnippetId, snippet } from './key-snippets.ts';

/** Lines to paste; with the key in them while it is known. */
export function SnippetSection({ secret }: { secret: string | null }) {
  const { account } = useConsole();
  const [shown, setShown] = useState<SnippetId>('curl');
  const code = snippet(shown, { server: account.server, key: secret ?? 'YOUR_KEY', title: t('keys.taskTitle') });
  const text = t('keys.tryText', { server: account.server });
  return (
    <Section title={t('keys.try')} text={secret ? text : `${text} ${t('keys.tryPlaceholder')}`}>
      <TabList
        label={t('keys.try')}
        tabs={SNIPPETS.map((id) => ({ value: id, label: t(`keys.snippet.${id}`) }))}
        value={shown}
        onChange={setShown}
      >
        <p className="py-2 text-small text-pretty text-ink-muted">{t(`keys.snippetHint.${shown}`)}</p>
        <CodeBlock code={code} name={t(`keys.snippet.${shown}`)} copy={copyTexts()} />
      </TabList>
    </Section>
  );
}
