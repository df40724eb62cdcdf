import { STATUS_EVENTS, type TaskEvent } from '../../../../src-shared/schema/event.ts';
import type { Hook, HookChange, HookScope } from '../../../../src-shared/schema/hook.ts';

/** What the form holds: numbers as they are typed. */
export interface HookDraft {
  url: string;
  events: readonly TaskEvent[];
  scope: HookScope;
  maxInFlight: string;
  maxPerSecond: string;
}

export const NEW_HOOK: HookDraft = { url: '', events: STATUS_EVENTS, scope: 'all', maxInFlight: '', maxPerSecond: '' };

export function draftOf(hook: Hook): HookDraft {
  return {
    url: hook.url,
    events: hook.events,
    scope: hook.scope,
    maxInFlight: hook.max_in_flight === null ? '' : String(hook.max_in_flight),
    maxPerSecond: hook.max_per_second === null ? '' : String(hook.max_per_second),
  };
}

/** What the server takes. What is no number is sent as it is: the server says so at its field. */
export function requestOf(draft: HookDraft) {
  return {
    url: draft.url.trim(),
    events: [...draft.events],
    scope: draft.scope,
    max_in_flight: limitOf(draft.maxInFlight),
    max_per_second: limitOf(draft.maxPerSecond),
  } satisfies HookChange;
}

/** Only what was changed here: what another admin changes meanwhile stays. */
export function changesOf(hook: Hook, draft: HookDraft): HookChange {
  const known = requestOf(draftOf(hook));
  const wanted = requestOf(draft);
  return {
    ...(wanted.url === known.url ? {} : { url: wanted.url }),
    ...(wanted.events.join() === known.events.join() ? {} : { events: wanted.events }),
    ...(wanted.scope === known.scope ? {} : { scope: wanted.scope }),
    ...(Object.is(wanted.max_in_flight, known.max_in_flight) ? {} : { max_in_flight: wanted.max_in_flight }),
    ...(Object.is(wanted.max_per_second, known.max_per_second) ? {} : { max_per_second: wanted.max_per_second }),
  };
}

function limitOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}
