import { useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { Connector } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';

export interface EventsSectionProps {
  connector: Connector;
  /** The vendor signs its events itself. */
  isSigned: boolean;
  vendor: string;
}

/** Where a system tells of its changes, and what it shows where it cannot sign. */
export function EventsSection({ connector: { id, events_url: url }, isSigned, vendor }: EventsSectionProps) {
  const { server } = useConsole();
  const [secret, setSecret] = useState<string | null>(null);
  const renewing = useAction();
  const renew = async () => {
    const made = await renewing.run(() =>
      server.call(CONNECTOR_ENDPOINTS['connectors.renewEventSecret'], { parameters: { id }, body: {} }),
    );
    if (made) setSecret(made.value.secret);
  };
  const text = isSigned ? t('connectors.eventsText', { name: vendor }) : t('connectors.eventsTextOwn');
  return (
    <Section level={2} title={t('connectors.events')} text={text}>
      <CodeBlock code={url} name={t('connectors.events')} maxRows={2} />
      {secret === null ? null : (
        <SecretOnce
          title={t('connectors.eventSecret.made')}
          text={t('connectors.eventSecret.text')}
          name={t('connectors.eventSecret.name')}
          secret={secret}
          {...copyTexts()}
        />
      )}
      <ChangeFailure failure={renewing.failure} />
      <Button busy={renewing.busy} onClick={() => void renew()} className="w-fit">
        {t('connectors.eventSecret.renew')}
      </Button>
    </Section>
  );
}
