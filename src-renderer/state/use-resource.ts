import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure, ApiOutcome } from '../data/api-client.ts';
import { useConsole } from './console-context.tsx';
import { useStore } from './use-store.ts';

/** Something of the server's, as it was when it was last asked. */
export interface Resource<Value> {
  /** Null: it did not come yet. */
  value: Value | null;
  /** Why the last try failed; with a value, that one is from before. */
  failure: ApiFailure | null;
  busy: boolean;
  reload: () => void;
  /** Puts what a change answered in place of what was read, and of what is being read: that may be from before. */
  replace: (value: Value) => void;
}

export type Load<Value> = (signal: AbortSignal) => Promise<ApiOutcome<Value>>;

interface Known<Value> {
  load: Load<Value>;
  value: Value | null;
  failure: ApiFailure | null;
  busy: boolean;
}

/** Asks the server, again when `load` is another function, and by itself when the network is back after a failure. */
export function useResource<Value>(load: Load<Value>): Resource<Value> {
  const [attempt, setAttempt] = useState(0);
  const [kept, setKept] = useState<Known<Value>>({ load, value: null, failure: null, busy: true });
  const known = kept.load === load ? kept : { load, value: null, failure: null, busy: true };
  const asking = useRef<AbortController | null>(null);
  const reload = useCallback(() => setAttempt((count) => count + 1), []);

  useEffect(() => {
    const ending = new AbortController();
    asking.current = ending;
    // A second try asks for the same: `attempt` is what makes it one.
    const tries = attempt;
    setKept((before) => (before.load === load ? { ...before, busy: true } : { load, value: null, failure: null, busy: true }));
    void load(ending.signal).then((outcome) => {
      if (ending.signal.aborted || tries !== attempt) return;
      if (outcome.ok) setKept({ load, value: outcome.value, failure: null, busy: false });
      else setKept((before) => ({ ...before, load, failure: outcome, busy: false }));
    });
    return () => ending.abort();
  }, [load, attempt]);

  const isOnline = useIsOnline();
  const hasFailed = known.failure?.kind === 'unreachable' || known.failure?.kind === 'expired';
  useEffect(() => {
    if (isOnline && hasFailed) reload();
  }, [isOnline, hasFailed, reload]);

  const replace = useCallback(
    (value: Value) => {
      asking.current?.abort();
      setKept({ load, value, failure: null, busy: false });
    },
    [load],
  );
  return { value: known.value, failure: known.failure, busy: known.busy, reload, replace };
}

/** Whether the server answers, as the console's own connection to it says. */
export function useIsOnline(): boolean {
  const { data } = useConsole();
  const { mode } = useStore(data.syncState);
  return mode === 'live' || mode === 'catching-up';
}
