import { RotateCw } from 'lucide-react';
import { useCallback, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { Delivery, DeliveryAttempt } from '../../../../src-shared/schema/hook.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { sayKnown } from '../../../i18n/say-again.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { DetailPane } from '../../../ui/detail-pane.tsx';
import { FactList } from '../../../ui/fact-list.tsx';
import { Note } from '../../../ui/note.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { Loaded } from '../shell/loaded.tsx';
import { MomentText } from '../shell/moment-text.tsx';
import { DeliveryState } from './delivery-state.tsx';
import { formatBody } from './format-body.ts';

export interface DeliveryDetailProps {
  deliveryId: string;
  onReplayed: () => void;
  onClose: () => void;
}

/** One message: what was sent, what came back, how long it took. */
export function DeliveryDetail({ deliveryId, onReplayed, onClose }: DeliveryDetailProps) {
  const { server } = useConsole();
  const delivery = useResource(
    useCallback(
      (signal) => server.call(HOOK_ENDPOINTS['deliveries.get'], { parameters: { id: deliveryId }, signal }),
      [server, deliveryId],
    ),
  );
  const [replayed, setReplayed] = useState(false);
  const replaying = useAction();
  const replay = async () => {
    const sent = await replaying.run(() => server.call(HOOK_ENDPOINTS['deliveries.replay'], { parameters: { id: deliveryId } }));
    if (!sent) return;
    delivery.replace(sent.value);
    setReplayed(true);
    onReplayed();
  };
  return (
    <DetailPane
      title={delivery.value?.type ?? t('deliveries.event')}
      subtitle={delivery.value ? <DeliveryState delivery={delivery.value} /> : null}
      closeLabel={t('settings.closeDetail')}
      onClose={onClose}
      footer={
        <>
          <Button icon={RotateCw} busy={replaying.busy} onClick={() => void replay()}>
            {t('deliveries.replay')}
          </Button>
          <Button variant="quiet" busy={delivery.busy} onClick={delivery.reload}>
            {t('settings.refresh')}
          </Button>
        </>
      }
    >
      {replayed ? <Note tone="good">{t('deliveries.replayed')}</Note> : null}
      <ChangeFailure failure={replaying.failure} />
      <Loaded resource={delivery}>{(known) => <DeliveryParts delivery={known} />}</Loaded>
    </DetailPane>
  );
}

function DeliveryParts({ delivery }: { delivery: Delivery }) {
  const { task_uid: taskUid, version, id, body, attempts } = delivery;
  return (
    <>
      <FactList
        facts={[
          { name: t('deliveries.task'), value: <span className="font-mono text-small">{taskUid}</span> },
          { name: t('deliveries.version'), value: version },
          { name: t('deliveries.id'), value: <span className="font-mono text-small break-all">{id}</span> },
          { name: t('deliveries.at'), value: <MomentText at={delivery.created_at} /> },
          ...(delivery.next_attempt_at === null
            ? []
            : [{ name: t('deliveries.next'), value: <MomentText at={delivery.next_attempt_at} /> }]),
          ...(delivery.finished_at === null ? [] : [{ name: t('deliveries.finished'), value: <MomentText at={delivery.finished_at} /> }]),
        ]}
      />
      <Section title={t('deliveries.request')} text={t(body === null ? 'deliveries.noBody' : 'deliveries.body')}>
        {body === null ? null : <CodeBlock code={formatBody(body)} name={t('deliveries.request')} copy={copyTexts()} />}
      </Section>
      <Section title={t('deliveries.attemptsTitle')}>
        {attempts.length === 0 ? <p className="text-ink-muted">{t('deliveries.noAttempts')}</p> : null}
        {attempts.toReversed().map((attempt) => (
          <Attempt key={attempt.number} attempt={attempt} />
        ))}
      </Section>
    </>
  );
}

function Attempt({ attempt: { number, at, duration_ms: ms, status, error, answer } }: { attempt: DeliveryAttempt }) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-baseline gap-2">
        <span className="font-medium">{t('deliveries.attempt', { number })}</span>
        <span className={classNames('tabular-nums', error === null ? 'text-success' : 'text-danger')}>
          {status ?? t('deliveries.noAnswer')}
        </span>
        <span className="tabular-nums">{t('deliveries.took', { ms })}</span>
        <span className="ml-auto text-small text-ink-muted">{formatExact(epochMs(at))}</span>
      </div>
      {error === null ? null : <p className="text-small break-words text-ink-muted">{sayKnown(error)}</p>}
      {answer === '' ? null : <CodeBlock code={formatBody(answer)} name={t('deliveries.answerOf', { number })} />}
    </div>
  );
}
