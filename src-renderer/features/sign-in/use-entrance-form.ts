import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { sayKnown } from '../../i18n/say-again.ts';
import { type PlainKey, t } from '../../i18n/translate.ts';
import { signInError } from './sign-in-error.ts';

type Failure = { ok: false; code: string; message: string };
type Outcome = { ok: true } | Failure;

export interface EntranceForm<Field extends string> {
  values: Readonly<Record<Field, string>>;
  set: (field: Field, value: string) => void;
  errorOf: (field: Field) => string | undefined;
  /** Of no field. */
  problem: string | null;
  busy: boolean;
  form: RefObject<HTMLFormElement | null>;
  onSubmit: (event: FormEvent) => void;
}

/** A form of which every field is needed: the first empty or refused one is named and takes the focus. */
export function useEntranceForm<Field extends EntranceField>(
  initial: Readonly<Record<Field, string>>,
  submit: (values: Readonly<Record<Field, string>>) => Promise<Outcome>,
): EntranceForm<Field> {
  const [values, setValues] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ field: Field | null; text: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const fields = Object.keys(initial).filter((name): name is Field => name in initial);
  useEffect(() => {
    if (problem?.field) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problem]);

  const run = async () => {
    const empty = fields.find((field) => values[field].trim() === '');
    if (empty !== undefined) return setProblem({ field: empty, text: t(REQUIRED[empty as EntranceField]) });
    setBusy(true);
    setProblem(null);
    try {
      const outcome = await submit(values);
      if (!outcome.ok) setProblem(problemOf(outcome, fields));
    } catch (error) {
      setProblem({ field: null, text: error instanceof Error ? error.message : String(error) });
    } finally {
      setBusy(false);
    }
  };
  return {
    values,
    set: (field, value) => {
      setValues((before) => ({ ...before, [field]: value }));
      setProblem(null);
    },
    errorOf: (field) => (problem?.field === field ? problem.text : undefined),
    problem: problem && problem.field === null ? problem.text : null,
    busy,
    form,
    onSubmit: (event) => {
      event.preventDefault();
      if (!busy) void run();
    },
  };
}

type EntranceField = 'name' | 'email' | 'password' | 'code' | 'url' | 'server';

const REQUIRED: Readonly<Record<EntranceField, PlainKey>> = {
  name: 'entrance.required.name',
  email: 'entrance.required.email',
  password: 'entrance.required.password',
  code: 'entrance.required.code',
  url: 'entrance.required.url',
  server: 'entrance.required.server',
};

/** The server names the field that it refuses at the beginning of its sentence: `body.password must …`. */
function problemOf<Field extends string>({ code, message }: Failure, fields: readonly Field[]): { field: Field | null; text: string } {
  const [, named, text] = /^body\.(\w+) (.+)$/s.exec(message) ?? [];
  const field = fields.find(
    (name) => name === named || (code === 'forbidden' && name === 'code') || (code === 'bad_link' && name === 'url'),
  );
  if (field !== undefined && field === named && text !== undefined)
    return { field, text: t('entrance.wrongField', { message: `${sayKnown(text.replace(/\.$/, ''))}.` }) };
  if (field !== undefined) return { field, text: sayKnown(message) };
  const known = signInError(code, message);
  return { field: fields.find((name) => name === known.field) ?? null, text: known.text };
}
