import type { ServerState } from '../../../../src-shared/http/server-endpoints.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Section } from '../../../ui/section.tsx';
import { RetentionForm } from './retention-form.tsx';

type Configuration = ServerState['configuration'];

/** How the server is set up: seen here; what can be changed while it runs is changed here. */
export function ConfigurationSection({ configuration, onChanged }: { configuration: Configuration; onChanged: () => void }) {
  return (
    <Section level={2} title={t('server.configuration')} text={t('server.configuration.text')}>
      <FactList facts={configurationFacts(configuration)} />
      <RetentionForm key={configuration.done_retention_days} days={configuration.done_retention_days} onSaved={onChanged} />
    </Section>
  );
}

function configurationFacts(configuration: Configuration): readonly Fact[] {
  const { public_url: publicUrl, rate_limit_per_minute: limit, log_level: level, trusted_proxies: proxies } = configuration;
  return [
    { name: t('server.publicUrl'), value: publicUrl ?? t('server.publicUrl.none') },
    { name: t('server.https'), value: encryptionText(configuration) },
    { name: t('server.proxies'), value: proxies.length === 0 ? t('server.nobody') : proxies.join(', ') },
    { name: t('server.rateLimit'), value: limit === 0 ? t('server.unlimited') : formatNumber(limit) },
    { name: t('server.logLevel'), value: level ?? t('server.logLevel.none') },
    { name: t('server.metrics'), value: t(configuration.metrics_elsewhere ? 'server.metrics.everywhere' : 'server.metrics.here') },
  ];
}

function encryptionText({ https, public_url: publicUrl, trusted_proxies: proxies }: Configuration): string {
  if (https) return t('server.https.own');
  return t(proxies.length > 0 || publicUrl?.startsWith('https:') ? 'server.https.proxy' : 'server.https.none');
}
