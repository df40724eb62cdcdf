import { type FormEvent, useState } from 'react';
import { HOOK_ENDPOINTS } from '../../../../src-shared/http/hook-endpoints.ts';
import type { Hook, RotatedSecret } from '../../../../src-shared/schema/hook.ts';
import { epochMs, formatExact } from '../../../i18n/format-time.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { withTypedSince } from '../../../state/typed-since.ts';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { SecretOnce } from '../../../ui/secret-once.tsx';
import { Section } from '../../../ui/section.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { copyTexts } from '../shell/copy-texts.ts';
import { DeleteSection } from '../shell/delete-section.tsx';
import { changesOf, draftOf } from './hook-draft.ts';
import { HookFields } from './hook-fields.tsx';

export interface HookSettingsProps {
  hook: Hook;
  onChanged: (hook: Hook) => void;
  onDeleted: () => void;
}

export function HookSettings({ hook, onChanged, onDeleted }: HookSettingsProps) {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto [@media(max-height:480px)]:flex-none">
      <div className="flex max-w-[600px] flex-col gap-8 px-6 py-5 max-medium:px-4">
        <HookForm hook={hook} onChanged={onChanged} />
        <SecretSection hook={hook} />
        <DeleteHook hook={hook} onDeleted={onDeleted} />
      </div>
    </div>
  );
}

function HookForm({ hook, onChanged }: Pick<HookSettingsProps, 'hook' | 'onChanged'>) {
  const { server } = useConsole();
  const [draft, setDraft] = useState(() => draftOf(hook));
  const [saved, setSaved] = useState(false);
  const saving = useAction();
  const body = changesOf(hook, draft);
  const isChanged = Object.keys(body).length > 0;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const parameters = { id: hook.id };
    const changed = await saving.run(() => server.call(HOOK_ENDPOINTS['hooks.change'], { parameters, body }));
    if (!changed) return;
    setSaved(true);
    setDraft((typed) => withTypedSince(draftOf(changed.value), draft, typed));
    onChanged(changed.value);
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate className="flex flex-col gap-4">
      <HookFields
        draft={draft}
        failure={saving.failure}
        isNew={false}
        onChange={(part) => {
          setDraft((before) => ({ ...before, ...part }));
          setSaved(false);
        }}
      />
      <ChangeFailure failure={saving.failure} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" busy={saving.busy} disabled={!isChanged || draft.events.length === 0}>
          {t('form.save')}
        </Button>
        <span role="status" className="text-small text-success">
          {saved && !isChanged ? t('form.saved') : ''}
        </span>
      </div>
    </form>
  );
}

function SecretSection({ hook: { id } }: { hook: Hook }) {
  const { server } = useConsole();
  const [rotated, setRotated] = useState<RotatedSecret | null>(null);
  const rotating = useAction();
  const rotate = async () => {
    const made = await rotating.run(() => server.call(HOOK_ENDPOINTS['hooks.rotate'], { parameters: { id } }));
    if (made) setRotated(made.value);
  };
  return (
    <Section level={2} title={t('hooks.secret.name')} text={t('hooks.rotateText', { id })}>
      {rotated ? (
        <SecretOnce
          title={t('hooks.rotated.title', { id })}
          text={t('hooks.rotated.text', { until: formatExact(epochMs(rotated.previous_secret_valid_until)) })}
          name={t('hooks.secret.name')}
          secret={rotated.secret}
          {...copyTexts()}
        />
      ) : null}
      <ChangeFailure failure={rotating.failure} />
      <Button busy={rotating.busy} onClick={() => void rotate()} className="w-fit">
        {t('hooks.rotate')}
      </Button>
    </Section>
  );
}

function DeleteHook({ hook: { id }, onDeleted }: Pick<HookSettingsProps, 'hook' | 'onDeleted'>) {
  const { server } = useConsole();
  return (
    <DeleteSection
      title={t('hooks.delete')}
      consequence={t('hooks.deleteText', { id })}
      typed={{ label: t('hooks.deleteType', { id }), word: id }}
      remove={() => server.call(HOOK_ENDPOINTS['hooks.delete'], { parameters: { id } })}
      onDeleted={onDeleted}
    />
  );
}
