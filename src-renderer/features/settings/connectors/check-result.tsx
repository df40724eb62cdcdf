import type { ConnectorTestResult, RunProblem } from '../../../../src-shared/schema/connector.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { Note } from '../../../ui/note.tsx';

/** What became of a try to sign in. */
export function CheckResult({ result }: { result: ConnectorTestResult }) {
  const { account, problem, warnings } = result;
  if (problem) return <ProblemNote title={t('connectors.test.failed')} problem={problem} />;
  return (
    <div className="flex flex-col gap-2">
      <Note tone="good" title={account ? t('connectors.test.passed', { name: account.name }) : t('connectors.test.passedPlain')}>
        {account && account.statuses.length > 0
          ? t('connectors.test.words', { words: account.statuses.map(({ label }) => sayKnown(label)).join(', ') })
          : null}
      </Note>
      {warnings.map((warning) => (
        <Note key={warning} tone="warning">
          {sayKnown(warning)}
        </Note>
      ))}
    </div>
  );
}

/** What is the matter, what to do, and the vendor's own words. */
export function ProblemNote({ title, problem }: { title: string; problem: RunProblem }) {
  const { message, status, vendor_message: words } = problem;
  return (
    <Note tone="danger" title={title}>
      <p>{sayKnown(message)}</p>
      {words ? (
        <p className="mt-1 text-small text-ink-muted">
          {status === null ? t('connectors.vendorSays') : t('connectors.vendorSaysStatus', { status: String(status) })}{' '}
          <span className="font-mono break-all">{words}</span>
        </p>
      ) : null}
    </Note>
  );
}
