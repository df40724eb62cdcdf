import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../i18n/translate.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { EntranceForm } from './use-entrance-form.ts';

/** What somebody who gets an account is asked. */
export function NameField({ form, autoFocus = false }: { form: EntranceForm<'name'>; autoFocus?: boolean }) {
  return (
    <TextField
      label={t('entrance.name')}
      hint={t('entrance.nameHint')}
      autoComplete="name"
      autoFocus={autoFocus}
      value={form.values.name}
      error={form.errorOf('name')}
      onChange={(event) => form.set('name', event.target.value)}
    />
  );
}

export function NewPasswordField({ form, autoFocus = false }: { form: EntranceForm<'password'>; autoFocus?: boolean }) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      label={t('entrance.password')}
      hint={t('entrance.passwordHint')}
      type={shown ? 'text' : 'password'}
      autoComplete="new-password"
      autoFocus={autoFocus}
      value={form.values.password}
      error={form.errorOf('password')}
      onChange={(event) => form.set('password', event.target.value)}
      trailing={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={t(shown ? 'signIn.hidePassword' : 'signIn.showPassword')}
          aria-pressed={shown}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}

/** What is wrong, where it is no field's fault. */
export function FormProblem({ text }: { text: string | null }) {
  return text === null ? null : (
    <p role="alert" className="rounded-md bg-danger-wash px-2.5 py-1.5 text-danger">
      {text}
    </p>
  );
}
