import { useCallback, useEffect, useState } from 'react';
import { QUEUE_ENDPOINTS, type QueuePreview } from '../../../../src-shared/http/queue-endpoints.ts';
import { type PreviewedChange, RoutingPreview } from '../../../../src-shared/queue/routing-preview.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { type ConsoleHandles, useConsole } from '../../../state/console-context.tsx';
import { useIsOnline } from '../../../state/use-resource.ts';
import { useStore } from '../../../state/use-store.ts';
import { type PreviewResult, previewLocally } from './preview-locally.ts';

export interface KnownPreview {
  result: PreviewResult;
  /** Who tried it. */
  by: 'server' | 'console';
}

export interface RoutingTrial {
  /** Of the last change that was tried. */
  known: KnownPreview | null;
  /** `stale`: a newer change was not tried yet. */
  state: 'busy' | 'current' | 'stale' | 'stopped' | 'failed';
  failure: ApiFailure | null;
  stop: () => void;
  again: () => void;
}

/** Nobody wants an answer to each key. */
const PAUSE_MS = 350;

/** Tries a change on the open tasks, again with each change of it; null: there is nothing to try now. */
export function useRoutingPreview(change: PreviewedChange | null): RoutingTrial {
  const handles = useConsole();
  const isOnline = useIsOnline();
  const { allQueues } = useStore(handles.data.workspace);
  const [attempt, setAttempt] = useState(0);
  const [ending, setEnding] = useState<AbortController | null>(null);
  const [tried, setTried] = useState<{ known: KnownPreview | null; failure: ApiFailure | null; state: RoutingTrial['state'] }>({
    known: null,
    failure: null,
    state: 'stale',
  });
  const asked = change ? JSON.stringify(change) : null;

  useEffect(() => {
    if (asked === null) {
      setTried((before) => ({ ...before, failure: null, state: 'stale' }));
      return;
    }
    const controller = new AbortController();
    const tries = attempt;
    const queues = allQueues;
    const wanted: PreviewedChange = JSON.parse(asked);
    const tryIt = async () => {
      setTried((before) => ({ ...before, state: 'busy' }));
      setEnding(controller);
      const outcome = await preview(handles, wanted, { queues, isOnline, signal: controller.signal });
      if (controller.signal.aborted || tries !== attempt) return;
      setTried((before) =>
        'kind' in outcome ? { ...before, failure: outcome, state: 'failed' } : { known: outcome, failure: null, state: 'current' },
      );
    };
    setTried((before) => ({ ...before, state: 'busy' }));
    const timer = setTimeout(() => void tryIt(), PAUSE_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [asked, attempt, handles, isOnline, allQueues]);

  const stop = useCallback(() => {
    ending?.abort();
    setTried((before) => ({ ...before, state: 'stopped' }));
  }, [ending]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return { ...tried, stop, again };
}

interface PreviewTerms {
  queues: Parameters<typeof previewLocally>[0]['queues'];
  isOnline: boolean;
  signal: AbortSignal;
}

/** By the server; on this computer's tasks where it does not answer. */
async function preview(handles: ConsoleHandles, change: PreviewedChange, terms: PreviewTerms): Promise<KnownPreview | ApiFailure> {
  const { queues, isOnline, signal } = terms;
  if (isOnline) {
    const answer = await handles.server.call(QUEUE_ENDPOINTS['queues.preview'], { body: change, signal });
    if (answer.ok) return { result: resultOf(answer.value), by: 'server' };
    if (answer.code !== 'server_unreachable') return answer;
  }
  const trial = new RoutingPreview(queues, change);
  const result = await previewLocally({ entries: handles.data.tasks.entries(), queues, preview: trial, signal });
  return { result: result ?? { open: 0, matching: 0, moving: 0, moves: [], samples: [] }, by: 'console' };
}

function resultOf({ samples, ...counts }: QueuePreview): PreviewResult {
  return {
    ...counts,
    samples: samples.map(({ uid, title, from, to }) => ({ uid, title: typeof title === 'string' && title !== '' ? title : uid, from, to })),
  };
}
