import { useState } from 'react';
import type { DocketBridge, OpenedLink } from '../../../src-shared/ipc/contract.ts';
import { epochMs, formatClock } from '../../i18n/format-time.ts';
import { t, withinSentence } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceBox, EntranceCard } from './entrance-card.tsx';
import { FormProblem, NameField, NewPasswordField } from './entrance-fields.tsx';
import { useEntranceForm } from './use-entrance-form.ts';

interface Opened {
  url: string;
  link: OpenedLink;
}

/** What an invitation or a password link opens. */
export function LinkScreen({ bridge, onBack }: { bridge: DocketBridge; onBack: () => void }) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  return (
    <EntranceCard title={t('link.title')} subtitle={t('link.subtitle')} onBack={onBack}>
      <EntranceBox>
        {opened === null ? (
          <PasteForm bridge={bridge} onOpened={setOpened} />
        ) : opened.link.kind === 'invitation' ? (
          <InvitationForm bridge={bridge} opened={opened} onOther={close} />
        ) : (
          <ResetForm bridge={bridge} opened={opened} onOther={close} />
        )}
      </EntranceBox>
    </EntranceCard>
  );
}

function PasteForm({ bridge, onOpened }: { bridge: DocketBridge; onOpened: (opened: Opened) => void }) {
  const form = useEntranceForm({ url: '' }, async ({ url }) => {
    const outcome = await bridge.call('link.open', { url: url.trim() });
    if (outcome.ok) onOpened({ url: url.trim(), link: outcome.value });
    return outcome;
  });
  return (
    <form ref={form.form} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('link.url')}
        hint={t('link.urlHint')}
        type="url"
        value={form.values.url}
        spellCheck={false}
        autoComplete="off"
        autoFocus
        error={form.errorOf('url')}
        onChange={(event) => form.set('url', event.target.value)}
      />
      <FormProblem text={form.problem} />
      <Button type="submit" variant="primary" busy={form.busy} className="h-8 w-full">
        {form.busy ? t('link.busy') : t('link.open')}
      </Button>
    </form>
  );
}

interface LinkFormProps {
  bridge: DocketBridge;
  opened: Opened;
  onOther: () => void;
}

function InvitationForm({ bridge, opened: { url, link }, onOther }: LinkFormProps) {
  const form = useEntranceForm({ name: '', password: '' }, ({ name, password }) =>
    bridge.call('session.useLink', { url, name: name.trim(), password }),
  );
  const role = withinSentence(t(`account.role.${link.role ?? 'operator'}`));
  const until = formatClock(epochMs(link.expiresAt), Date.now());
  return (
    <Section
      level={2}
      title={t('link.invitation.title', { role })}
      text={t('link.invitation.text', { email: link.email, server: link.server, until })}
      trailing={<OtherLink onOther={onOther} />}
    >
      <form ref={form.form} onSubmit={form.onSubmit} noValidate className="mt-1 flex flex-col gap-4">
        <NameField form={form} autoFocus />
        <NewPasswordField form={form} />
        <FormProblem text={form.problem} />
        <Button type="submit" variant="primary" busy={form.busy} className="h-8 w-full">
          {t('link.invitation.submit')}
        </Button>
      </form>
    </Section>
  );
}

function ResetForm({ bridge, opened: { url, link }, onOther }: LinkFormProps) {
  const form = useEntranceForm({ password: '' }, ({ password }) => bridge.call('session.useLink', { url, name: null, password }));
  return (
    <Section
      level={2}
      title={t('link.reset.title', { name: link.name ?? link.email })}
      text={t('link.reset.text', { email: link.email, server: link.server })}
      trailing={<OtherLink onOther={onOther} />}
    >
      <form ref={form.form} onSubmit={form.onSubmit} noValidate className="mt-1 flex flex-col gap-4">
        <NewPasswordField form={form} autoFocus />
        <FormProblem text={form.problem} />
        <Button type="submit" variant="primary" busy={form.busy} className="h-8 w-full">
          {t('link.reset.submit')}
        </Button>
      </form>
    </Section>
  );
}

function OtherLink({ onOther }: { onOther: () => void }) {
  return (
    <Button size="small" variant="quiet" onClick={onOther}>
      {t('link.other')}
    </Button>
  );
}
