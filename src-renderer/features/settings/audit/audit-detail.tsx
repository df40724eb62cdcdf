import type { AuditEntry } from '../../../../src-shared/schema/audit.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { sayActor } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Section } from '../../../ui/section.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { actionSentence } from './action-sentence.ts';

export function AuditDetail({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { action, actor, at, task, subject, address, details } = entry;
  const subjects: Fact[] = [task, subject].flatMap((id) =>
    id === null ? [] : [{ name: t('audit.subject'), value: <span className="font-mono text-small break-all">{id}</span> }],
  );
  return (
    <DetailPane title={actionSentence(action)} subtitle={formatExact(epochMs(at))} closeLabel={t('settings.closeDetail')} onClose={onClose}>
      <FactList
        facts={[
          {
            name: t('audit.actor'),
            value: (
              <>
                {sayActor(actor)} <span className="text-ink-muted">· {t(`audit.kind.${actor.kind}`)}</span>
              </>
            ),
          },
          ...subjects.slice(0, 1),
          { name: t('audit.actionId'), value: <span className="font-mono text-small break-all">{action}</span> },
          ...(address === null ? [] : [{ name: t('audit.address'), value: address }]),
        ]}
      />
      <Section title={t('audit.details')}>
        {Object.keys(details).length === 0 ? (
          <p className="text-ink-muted">{t('audit.noDetails')}</p>
        ) : (
          <CodeBlock code={JSON.stringify(details, null, 2)} name={t('audit.details')} copy={copyTexts()} />
        )}
      </Section>
    </DetailPane>
  );
}
