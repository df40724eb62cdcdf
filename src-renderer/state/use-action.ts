import { useCallback, useRef, useState } from 'react';
import type { ApiFailure, ApiOutcome } from '../data/api-client.ts';
import { sayKnown } from '../i18n/say-again.ts';

export interface Action {
  busy: boolean;
  /** Of the last try. */
  failure: ApiFailure | null;
  /** One at a time; gives back null when it failed or another one is under way. */
  run: <Value>(call: () => Promise<ApiOutcome<Value>>) => Promise<{ value: Value } | null>;
  forget: () => void;
}

/** A change on the server: whether it is under way, and why it failed. */
export function useAction(): Action {
  const [state, setState] = useState<{ busy: boolean; failure: ApiFailure | null }>({ busy: false, failure: null });
  const running = useRef(false);
  const run = useCallback(async <Value>(call: () => Promise<ApiOutcome<Value>>): Promise<{ value: Value } | null> => {
    if (running.current) return null;
    running.current = true;
    setState({ busy: true, failure: null });
    try {
      const outcome = await call();
      setState({ busy: false, failure: outcome.ok ? null : outcome });
      return outcome.ok ? { value: outcome.value } : null;
    } finally {
      running.current = false;
    }
  }, []);
  const forget = useCallback(() => setState({ busy: false, failure: null }), []);
  return { ...state, run, forget };
}

/** What the server said about one part of the request: `email`, `skills.0`. */
export function issueAt(failure: ApiFailure | null, path: string): string | undefined {
  const issue = failure?.issues?.find((known) => known.path === `body.${path}` || known.path.startsWith(`body.${path}.`));
  return issue && sayKnown(issue.message);
}
