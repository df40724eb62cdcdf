import type { ServerConfiguration, SettingName } from '../../../../src-shared/http/server-settings.ts';
import { formatNumber, t } from '../../../i18n/translate.ts';
import { type Fact, FactList } from '../../../ui/fact-list.tsx';
import { Section } from '../../../ui/section.tsx';
import { FiguresToken } from './figures-token.tsx';
import { RetentionForm } from './retention-form.tsx';
import { SettingsForm } from './settings-form.tsx';

/** How the server is set up: what an admin decides is decided here, the rest is shown. */
export function ConfigurationSection({ configuration, onChanged }: { configuration: ServerConfiguration; onChanged: () => void }) {
  const { done_retention_days: days, metrics_elsewhere: isOpen, fixed } = configuration;
  return (
    <Section level={2} title={t('server.configuration')} text={t('server.configuration.text')}>
      <SettingsForm key={JSON.stringify({ ...configuration, done_retention_days: 0 })} configuration={configuration} onSaved={onChanged} />
      <RetentionForm key={days} days={days} onSaved={onChanged} />
      <FactList facts={configurationFacts(configuration)} />
      {fixed.some(({ setting }) => setting === 'metrics_token') ? null : <FiguresToken isOpen={isOpen} onChanged={onChanged} />}
    </Section>
  );
}

function configurationFacts(configuration: ServerConfiguration): readonly Fact[] {
  return [
    ...configuration.fixed
      .filter(({ setting }) => setting !== 'metrics_token')
      .map(({ setting, variable }) => ({
        name: t(FIXED_NAMES[setting]),
        value: (
          <>
            {fixedValue(setting, configuration)} <span className="text-small text-ink-muted">· {t('server.fixed', { variable })}</span>
          </>
        ),
      })),
    { name: t('server.https'), value: encryptionText(configuration) },
    { name: t('server.metrics'), value: t(configuration.metrics_elsewhere ? 'server.metrics.everywhere' : 'server.metrics.here') },
  ];
}

const FIXED_NAMES = {
  public_url: 'server.publicUrl',
  rate_limit_per_minute: 'server.rateLimit',
  log_level: 'server.logLevel',
  trusted_proxies: 'server.proxies',
  allowed_networks: 'server.networks',
  metrics_token: 'server.metrics',
} as const satisfies Record<SettingName, string>;

function fixedValue(setting: SettingName, configuration: ServerConfiguration): string {
  switch (setting) {
    case 'public_url':
      return configuration.public_url ?? t('server.publicUrl.none');
    case 'rate_limit_per_minute':
      return configuration.rate_limit_per_minute === 0 ? t('server.unlimited') : formatNumber(configuration.rate_limit_per_minute);
    case 'log_level':
      return configuration.log_level ?? t('server.logLevel.none');
    case 'trusted_proxies':
    case 'allowed_networks':
      return configuration[setting].join(', ') || t('server.nobody');
    case 'metrics_token':
      return '';
    default:
      throw new Error(`nobody shows ${String(setting satisfies never)}`);
  }
}

function encryptionText({ https, public_url: publicUrl, trusted_proxies: proxies }: ServerConfiguration): string {
  if (https) return t('server.https.own');
  return t(proxies.length > 0 || publicUrl?.startsWith('https:') ? 'server.https.proxy' : 'server.https.none');
}
