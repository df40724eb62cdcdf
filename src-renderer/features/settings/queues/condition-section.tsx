import { useState } from 'react';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { TabList } from '../../../ui/tab-list.tsx';
import { ConditionBuilder, type ConditionBuilderProps } from './condition-builder.tsx';
import { ConditionSource } from './condition-source.tsx';

export interface ConditionSectionProps extends ConditionBuilderProps {
  /** JSON that cannot be read yet; null: there is none. */
  sourceText: string | null;
  onSourceText: (text: string | null) => void;
}

/** Which tasks the queue takes: as rules to click together, or as the API takes it. */
export function ConditionSection({ sourceText, onSourceText, ...builder }: ConditionSectionProps) {
  const [tab, setTab] = useState<'builder' | 'source'>(sourceText === null ? 'builder' : 'source');
  return (
    <Section level={2} title={t('builder.title')} text={t('builder.text')}>
      <TabList
        label={t('builder.title')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'builder', label: t('builder.visual') },
          { value: 'source', label: t('builder.source') },
        ]}
      >
        <div className="pt-3">
          {tab === 'builder' ? (
            <div className="flex flex-col gap-3">
              {sourceText === null ? null : <PendingSource onDrop={() => onSourceText(null)} onMend={() => setTab('source')} />}
              <ConditionBuilder {...builder} />
            </div>
          ) : (
            <ConditionSource
              condition={builder.condition}
              text={sourceText}
              onText={onSourceText}
              onChange={(condition) => builder.onChange(() => condition)}
            />
          )}
        </div>
      </TabList>
    </Section>
  );
}

/** JSON was begun and cannot be read: the builder shows what it was before. */
function PendingSource({ onDrop, onMend }: { onDrop: () => void; onMend: () => void }) {
  return (
    <Note tone="warning">
      <p>{t('builder.source.pending')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={onMend}>
          {t('builder.source.mend')}
        </Button>
        <Button size="small" onClick={onDrop}>
          {t('builder.source.drop')}
        </Button>
      </div>
    </Note>
  );
}
