import { type FormEvent, useEffect, useRef, useState } from 'react';
import { formatClock } from '../../i18n/format-time.ts';
import { t, tn } from '../../i18n/translate.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { readLocalMoment, snoozeTimes } from './snooze-times.ts';

/** Digits that are pressed outside of fields. */
function useDigits(onDigit: (digit: number) => void): void {
  useEffect(() => {
    const listen = ({ target, key }: KeyboardEvent) => {
      if (!(target instanceof HTMLInputElement) && /^\d$/.test(key)) onDigit(Number(key));
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [onDigit]);
}

export interface SnoozeDialogProps {
  count: number;
  /** ISO 8601. */
  onChoose: (until: string) => void;
  onClose: () => void;
}

/** One key for each usual time, a field for any other. */
export function SnoozeDialog({ count, onChoose, onClose }: SnoozeDialogProps) {
  const [nowMs] = useState(() => Date.now());
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const times = snoozeTimes(nowMs);
  const choose = (atMs: number) => onChoose(new Date(atMs).toISOString());

  useDigits((digit) => {
    const time = times[digit - 1];
    if (time) choose(time.atMs);
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const atMs = readLocalMoment(text, Date.now());
    if (atMs === null) setTried(true);
    else choose(atMs);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={tn('snooze.title', count)}
      description={t('snooze.text')}
      closeLabel={t('app.close')}
      width="narrow"
      initialFocus={first}
    >
      <div className="flex flex-col gap-4 overflow-y-auto px-5 pt-3 pb-5">
        <div className="flex flex-col gap-1.5">
          {times.map(({ id, atMs }, index) => (
            <Button
              key={id}
              {...(index === 0 ? { ref: first } : {})}
              trailing={
                <span className="flex items-center gap-2 font-normal text-ink-muted">
                  {formatClock(atMs, nowMs)}
                  <Kbd presses={[[String(index + 1)]]} />
                </span>
              }
              onClick={() => choose(atMs)}
            >
              <span className="flex-1 text-left">{t(`snooze.${id}`)}</span>
            </Button>
          ))}
        </div>
        <form onSubmit={submit} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <TextField
              label={t('snooze.other')}
              type="datetime-local"
              value={text}
              error={isTried && readLocalMoment(text, Date.now()) === null ? t('snooze.past') : undefined}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <Button type="submit" variant="primary" className="h-8">
            {t('act.snooze')}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
