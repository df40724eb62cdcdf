import { Eye, EyeOff } from 'lucide-react';
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import type { DocketBridge } from '../../../src-shared/ipc/contract.ts';
import { t } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { signInError } from './sign-in-error.ts';

export interface SignInFormProps {
  bridge: DocketBridge;
  server: string;
  email: string;
  /** Server and email are given: only the password is asked. */
  sameAccount?: boolean;
  firstField?: RefObject<HTMLInputElement | null>;
  onSignedIn?: () => void;
  /** The server waits for its first admin. */
  onNotSetUp?: (server: string) => void;
}

type Field = 'server' | 'email' | 'password';
interface Problem {
  field: Field | null;
  text: string;
}

export function SignInForm({ bridge, server, email, sameAccount = false, firstField, onSignedIn, onNotSetUp }: SignInFormProps) {
  const [values, setValues] = useState({ server, email, password: '' });
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const askedFrom = useRef<Element | null>(null);
  // The first that has to be filled in.
  const first: Field = sameAccount ? 'password' : server === '' ? 'server' : 'email';

  useEffect(() => {
    // Whoever went on to another field meanwhile is not called back.
    if (problem?.field && askedFrom.current === document.activeElement) {
      form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.select();
    }
  }, [problem]);

  const change = (field: Field, value: string) => {
    setValues((before) => ({ ...before, [field]: value }));
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    askedFrom.current = document.activeElement;
    const missing = missingField(values);
    setProblem(missing);
    if (missing || busy) return;
    setBusy(true);
    try {
      const answer = await bridge.call('session.signIn', { ...values, server: values.server.trim(), email: values.email.trim() });
      if (answer.ok) onSignedIn?.();
      else if (answer.code === 'not_set_up' && onNotSetUp) onNotSetUp(values.server.trim());
      else setProblem(signInError(answer.code, answer.message));
    } catch (error) {
      setProblem(signInError('', error instanceof Error ? error.message : String(error)));
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (field: Field) => (problem?.field === field ? problem.text : undefined);

  return (
    <form ref={form} onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <TextField
        label={t('signIn.server')}
        hint={sameAccount ? '' : t('signIn.serverHint')}
        type="url"
        value={values.server}
        readOnly={sameAccount}
        placeholder="https://docket.example.com"
        spellCheck={false}
        autoComplete="off"
        error={errorOf('server')}
        {...(first === 'server' && firstField ? { ref: firstField } : {})}
        onChange={(event) => change('server', event.target.value)}
      />
      <TextField
        label={t('signIn.email')}
        type="email"
        value={values.email}
        readOnly={sameAccount}
        autoComplete="username"
        spellCheck={false}
        error={errorOf('email')}
        {...(first === 'email' && firstField ? { ref: firstField } : {})}
        onChange={(event) => change('email', event.target.value)}
      />
      <TextField
        label={t('signIn.password')}
        type={shown ? 'text' : 'password'}
        value={values.password}
        autoComplete="current-password"
        error={errorOf('password')}
        {...(first === 'password' && firstField ? { ref: firstField } : {})}
        onChange={(event) => change('password', event.target.value)}
        trailing={
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={t(shown ? 'signIn.hidePassword' : 'signIn.showPassword')}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        }
      />
      {problem && problem.field === null ? (
        <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-danger">
          {problem.text}
        </p>
      ) : null}
      <span role="status" className="sr-only">
        {problem?.field ? problem.text : ''}
      </span>
      <Button type="submit" variant="primary" busy={busy} className="h-8 w-full">
        {busy ? t('signIn.busy') : t('signIn.submit')}
      </Button>
    </form>
  );
}

function missingField(values: Readonly<Record<Field, string>>): Problem | null {
  const order: readonly Field[] = ['server', 'email', 'password'];
  const field = order.find((name) => values[name].trim() === '');
  return field ? { field, text: t(`signIn.required.${field}`) } : null;
}
