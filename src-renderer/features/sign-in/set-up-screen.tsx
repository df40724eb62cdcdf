import { useEffect, useState } from 'react';
import type { DocketBridge } from '../../../src-shared/ipc/contract.ts';
import { sayKnown } from '../../i18n/say-again.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Note } from '../../ui/note.tsx';
import { Section } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { EntranceBox, EntranceCard } from './entrance-card.tsx';
import { FormProblem, NameField, NewPasswordField } from './entrance-fields.tsx';
import { useEntranceForm } from './use-entrance-form.ts';

export interface SetUpScreenProps {
  bridge: DocketBridge;
  server: string;
  /** It was asked already: it has no admin. */
  isNew: boolean;
  onBack: () => void;
  onSignIn: (server: string) => void;
}

interface NewServer {
  address: string;
  /** Known where this console started it. */
  code: string | null;
}

/** A server, and its first admin. */
export function SetUpScreen({ bridge, server, isNew, onBack, onSignIn }: SetUpScreenProps) {
  const [found, setFound] = useState<NewServer | null>(isNew ? { address: server, code: null } : null);
  return (
    <EntranceCard title={t('setUp.title')} subtitle={t('setUp.subtitle')} onBack={onBack}>
      {found ? (
        <AdminForm bridge={bridge} found={found} onOtherServer={() => setFound(null)} />
      ) : (
        <>
          <StartHere bridge={bridge} onStarted={setFound} onSignIn={onSignIn} />
          <ConnectForm bridge={bridge} server={server} onFound={setFound} onSignIn={onSignIn} />
        </>
      )}
    </EntranceCard>
  );
}

interface StartHereProps {
  bridge: DocketBridge;
  onStarted: (server: NewServer) => void;
  onSignIn: (server: string) => void;
}

/** Only where a server came with the console. */
function StartHere({ bridge, onStarted, onSignIn }: StartHereProps) {
  const [available, setAvailable] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void bridge.call('server.local', null).then((local) => {
      if (current) setAvailable(local.available);
    });
    return () => {
      current = false;
    };
  }, [bridge]);
  const start = async () => {
    setBusy(true);
    setProblem(null);
    const outcome = await bridge.call('server.startLocal', null);
    setBusy(false);
    if (!outcome.ok) setProblem(sayKnown(outcome.message));
    else if (outcome.value.code === null) onSignIn(outcome.value.server);
    else onStarted({ address: outcome.value.server, code: outcome.value.code });
  };
  if (!available) return null;
  return (
    <EntranceBox>
      <Section level={2} title={t('setUp.here.title')} text={t('setUp.here.text')}>
        <FormProblem text={problem} />
        <Button variant="primary" busy={busy} onClick={() => void start()} className="h-8 w-full">
          {busy ? t('setUp.here.busy') : t('setUp.here.start')}
        </Button>
      </Section>
    </EntranceBox>
  );
}

interface ConnectFormProps {
  bridge: DocketBridge;
  server: string;
  onFound: (server: NewServer) => void;
  onSignIn: (server: string) => void;
}

function ConnectForm({ bridge, server, onFound, onSignIn }: ConnectFormProps) {
  const [done, setDone] = useState<string | null>(null);
  const form = useEntranceForm({ server }, async (values) => {
    setDone(null);
    const outcome = await bridge.call('server.probe', { server: values.server.trim() });
    if (outcome.ok && outcome.value.needsSetUp) onFound({ address: outcome.value.server, code: null });
    else if (outcome.ok) setDone(outcome.value.server);
    return outcome;
  });
  return (
    <EntranceBox>
      <Section level={2} title={t('setUp.there.title')} text={t('setUp.there.text')}>
        <form ref={form.form} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
          <TextField
            label={t('signIn.server')}
            type="url"
            value={form.values.server}
            placeholder="https://docket.example.com"
            spellCheck={false}
            autoComplete="off"
            autoFocus
            error={form.errorOf('server')}
            onChange={(event) => form.set('server', event.target.value)}
          />
          <FormProblem text={form.problem} />
          {done ? (
            <Note
              tone="info"
              action={
                <Button size="small" onClick={() => onSignIn(done)}>
                  {t('setUp.alreadyDone.signIn')}
                </Button>
              }
            >
              {t('setUp.alreadyDone')}
            </Note>
          ) : null}
          <Button type="submit" busy={form.busy} className="h-8 w-full">
            {form.busy ? t('setUp.there.busy') : t('setUp.there.check')}
          </Button>
        </form>
      </Section>
    </EntranceBox>
  );
}

interface AdminFormProps {
  bridge: DocketBridge;
  found: NewServer;
  onOtherServer: () => void;
}

function AdminForm({ bridge, found, onOtherServer }: AdminFormProps) {
  const initial = { code: found.code ?? '', name: '', email: '', password: '' };
  const form = useEntranceForm(initial, async ({ code, name, email, password }) => {
    const admin = { server: found.address, name: name.trim(), email: email.trim(), password };
    const outcome = await bridge.call('session.setUp', { ...admin, code: code.trim() });
    if (outcome.ok || found.code === null) return outcome;
    // Nobody sees what a server of this console prints: when its code was too old, the console reads the new one.
    const local = await bridge.call('server.startLocal', null);
    const isNew = local.ok && local.value.code !== null && local.value.code !== found.code;
    return isNew ? bridge.call('session.setUp', { ...admin, code: local.value.code ?? '' }) : outcome;
  });
  return (
    <EntranceBox>
      <Section
        level={2}
        title={t('setUp.admin.title')}
        text={t('setUp.admin.text', { server: found.address })}
        trailing={
          <Button size="small" variant="quiet" onClick={onOtherServer}>
            {t('setUp.otherServer')}
          </Button>
        }
      >
        <form ref={form.form} onSubmit={form.onSubmit} noValidate className="mt-1 flex flex-col gap-4">
          {found.code === null ? (
            <TextField
              label={t('setUp.code')}
              hint={t('setUp.codeHint')}
              value={form.values.code}
              placeholder="ABCDE-FGHJK"
              spellCheck={false}
              autoComplete="off"
              autoFocus
              error={form.errorOf('code')}
              onChange={(event) => form.set('code', event.target.value)}
            />
          ) : null}
          <NameField form={form} autoFocus={found.code !== null} />
          <TextField
            label={t('signIn.email')}
            type="email"
            autoComplete="username"
            spellCheck={false}
            value={form.values.email}
            error={form.errorOf('email')}
            onChange={(event) => form.set('email', event.target.value)}
          />
          <NewPasswordField form={form} />
          <FormProblem text={form.problem} />
          <Button type="submit" variant="primary" busy={form.busy} className="h-8 w-full">
            {form.busy ? t('setUp.busy') : t('setUp.submit')}
          </Button>
        </form>
      </Section>
    </EntranceBox>
  );
}
