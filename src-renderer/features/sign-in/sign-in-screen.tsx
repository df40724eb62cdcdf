import { useEffect, useRef } from 'react';
import type { DocketBridge } from '../../../src-shared/ipc/contract.ts';
import { t } from '../../i18n/translate.ts';
import { Logo } from '../../ui/logo.tsx';
import { SignInForm } from './sign-in-form.tsx';

export function SignInScreen({ bridge, suggestedServer }: { bridge: DocketBridge; suggestedServer: string | null }) {
  const email = useRef<HTMLInputElement>(null);
  useEffect(() => email.current?.focus(), []);
  return (
    <main className="flex h-full items-center justify-center overflow-y-auto bg-canvas p-6">
      <div className="my-auto flex w-88 max-w-full flex-col gap-5">
        <div className="flex flex-col items-center gap-3 text-center">
          <Logo size={36} />
          <div className="flex flex-col gap-1">
            <h1 className="text-title font-semibold tracking-[-0.01em]">{t('signIn.title')}</h1>
            <p className="text-pretty text-ink-muted">{t('signIn.subtitle')}</p>
          </div>
        </div>
        <div className="rounded-lg border border-line bg-surface p-5">
          <SignInForm bridge={bridge} server={suggestedServer ?? ''} email="" firstField={email} />
        </div>
      </div>
    </main>
  );
}
