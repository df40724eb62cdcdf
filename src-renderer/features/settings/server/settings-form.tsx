import { type FormEvent, useState } from 'react';
import { SERVER_ENDPOINTS } from '../../../../src-shared/http/server-endpoints.ts';
import {
  LOG_LEVELS,
  type LogLevel,
  RATE_LIMIT_MAXIMUM,
  type ServerConfiguration,
  type ServerSettingsChange,
  type SettingName,
} from '../../../../src-shared/http/server-settings.ts';
import { notify } from '../../../commands/notify.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { ListField } from '../../../ui/list-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';

interface SettingsDraft {
  publicUrl: string;
  rateLimit: string;
  logLevel: LogLevel | null;
  proxies: readonly string[];
  networks: readonly string[];
}

/** What counts at once, in every process of the server. What is fixed where it is started is not in the form. */
export function SettingsForm({ configuration, onSaved }: { configuration: ServerConfiguration; onSaved: () => void }) {
  const { server } = useConsole();
  const known = draftOf(configuration);
  const [draft, setDraft] = useState(known);
  const saving = useAction();
  const set = (changed: Partial<SettingsDraft>) => setDraft((before) => ({ ...before, ...changed }));
  const isFree = (name: SettingName) => configuration.fixed.every(({ setting }) => setting !== name);
  const limit = draft.rateLimit.trim() === '' ? 0 : Number(draft.rateLimit);
  const isLimitWrong = !Number.isInteger(limit) || limit < 0 || limit > RATE_LIMIT_MAXIMUM;
  const change = changeOf(known, draft, limit);
  const isSame = Object.keys(change).length === 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isLimitWrong || isSame) return;
    const saved = await saving.run(() => server.call(SERVER_ENDPOINTS['server.change'], { body: change }));
    if (!saved) return;
    notify({ text: t('server.settings.saved') });
    onSaved();
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate aria-label={t('server.settings')} className="flex flex-col gap-4">
      {isFree('public_url') ? (
        <TextField
          label={t('server.publicUrl')}
          hint={t('server.publicUrl.hint')}
          type="url"
          placeholder="https://docket.example.com"
          spellCheck={false}
          autoComplete="off"
          value={draft.publicUrl}
          onChange={(event) => set({ publicUrl: event.target.value })}
        />
      ) : null}
      {isFree('rate_limit_per_minute') ? (
        <TextField
          label={t('server.rateLimit')}
          hint={t('server.rateLimit.hint')}
          error={isLimitWrong ? t('server.rateLimit.wrong') : undefined}
          inputMode="numeric"
          value={draft.rateLimit}
          onChange={(event) => set({ rateLimit: event.target.value })}
        />
      ) : null}
      {isFree('log_level') && draft.logLevel !== null ? (
        <SelectField
          label={t('server.logLevel')}
          hint={t('server.logLevel.hint')}
          value={draft.logLevel}
          options={LOG_LEVELS.map((value) => ({ value, label: t(`server.logLevel.${value}`) }))}
          onChange={(logLevel) => set({ logLevel })}
        />
      ) : null}
      {isFree('allowed_networks') ? (
        <NetworksField
          label={t('server.networks')}
          hint={t('server.networks.hint')}
          values={draft.networks}
          onChange={(networks) => set({ networks })}
        />
      ) : null}
      {isFree('trusted_proxies') ? (
        <NetworksField
          label={t('server.proxies')}
          hint={t('server.proxies.hint')}
          values={draft.proxies}
          onChange={(proxies) => set({ proxies })}
        />
      ) : null}
      <ChangeFailure failure={saving.failure} />
      <Button type="submit" busy={saving.busy} disabled={isLimitWrong || isSame} className="w-fit">
        {t('server.settings.save')}
      </Button>
    </form>
  );
}

interface NetworksFieldProps {
  label: string;
  hint: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
}

function NetworksField(props: NetworksFieldProps) {
  return (
    <ListField
      {...props}
      placeholder="10.0.0.0/8"
      addLabel={t('server.networks.add')}
      removeLabel={(network) => t('server.networks.remove', { network })}
    />
  );
}

function draftOf(configuration: ServerConfiguration): SettingsDraft {
  const { public_url: publicUrl, rate_limit_per_minute: limit, trusted_proxies: proxies, allowed_networks: networks } = configuration;
  return {
    publicUrl: publicUrl ?? '',
    rateLimit: limit === 0 ? '' : String(limit),
    logLevel: LOG_LEVELS.find((level) => level === configuration.log_level) ?? null,
    proxies,
    networks,
  };
}

/** What differs: two admins who change different things do not meet. */
function changeOf(known: SettingsDraft, draft: SettingsDraft, limit: number): ServerSettingsChange {
  const differ = (one: readonly string[], other: readonly string[]) => one.join(' ') !== other.join(' ');
  return {
    ...(draft.publicUrl.trim() !== known.publicUrl && { public_url: draft.publicUrl.trim() || null }),
    ...(limit !== Number(known.rateLimit) && { rate_limit_per_minute: limit }),
    ...(draft.logLevel !== known.logLevel && { log_level: draft.logLevel }),
    ...(differ(draft.proxies, known.proxies) && { trusted_proxies: [...draft.proxies] }),
    ...(differ(draft.networks, known.networks) && { allowed_networks: [...draft.networks] }),
  };
}
