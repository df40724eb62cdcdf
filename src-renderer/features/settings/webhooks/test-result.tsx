import { X } from 'lucide-react';
import type { HookTestResult } from '../../../../src-shared/schema/hook.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Note } from '../../../ui/note.tsx';
import { formatBody } from './format-body.ts';

/** What became of a test. */
export function TestResult({ result, onClose }: { result: HookTestResult; onClose: () => void }) {
  const { delivered, status, error, duration_ms: ms, answer, body } = result;
  return (
    <Note
      tone={delivered ? 'good' : 'danger'}
      title={delivered ? t('hooks.test.passed', { status: String(status), ms }) : t('hooks.test.failed')}
      action={<IconButton icon={X} label={t('app.dismiss')} onClick={onClose} />}
    >
      {delivered ? null : <p>{t('hooks.test.failedText', { error: sentence(sayKnown(error ?? '')), ms })}</p>}
      <div className="mt-2 grid grid-cols-1 gap-3 wide:grid-cols-2">
        <div className="flex flex-col gap-1">
          <p className="text-small text-ink-muted">{t('hooks.test.sent')}</p>
          <CodeBlock code={formatBody(body)} name={t('hooks.test.sent')} maxRows={8} />
        </div>
        {answer === '' ? null : (
          <div className="flex flex-col gap-1">
            <p className="text-small text-ink-muted">{t('hooks.test.answer')}</p>
            <CodeBlock code={formatBody(answer)} name={t('hooks.test.answer')} maxRows={8} />
          </div>
        )}
      </div>
    </Note>
  );
}

function sentence(text: string): string {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
