import { PUBLISHED_EVENT_NAMES, STATUS_EVENTS, TASK_EVENTS, type TaskEvent } from '../../src-shared/schema/event.ts';
import type { HookChange, HookRegistration } from '../../src-shared/schema/hook.ts';
import { ApiError } from '../http/api-error.ts';
import type { HookPatch, NewHook } from './hook-commands.ts';
import { parseTarget, refuseTarget, type TargetVetting } from './webhook-target.ts';

/** What stands at `/hooks/…` already. */
const RESERVED_IDS = ['samples', 'events'];

/** A registration's body → the hook that it asks for. Throws an ApiError that names what is wrong with it. */
export async function readRegistration(body: HookRegistration, vetting: TargetVetting): Promise<NewHook> {
  const url = await readUrl(body, vetting);
  if (url === undefined) throw invalid('/url', 'A webhook needs an address.');
  if (body.id !== undefined && RESERVED_IDS.includes(body.id)) throw invalid('/id', `A webhook cannot be called ${body.id}.`);
  const isRestHook = body.target_url !== undefined || body.targetUrl !== undefined;
  return {
    id: body.id ?? null,
    url,
    events: readEvents(body) ?? STATUS_EVENTS,
    scope: body.scope ?? (isRestHook ? 'all' : 'tagged'),
    isRestHook,
    maxInFlight: body.max_in_flight ?? null,
    maxPerSecond: body.max_per_second ?? null,
  };
}

/** Throws like `readRegistration`. */
export async function readChange(body: HookChange, vetting: TargetVetting): Promise<HookPatch> {
  const url = await readUrl(body, vetting);
  const events = readEvents(body);
  return {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events }),
    ...(body.scope === undefined ? {} : { scope: body.scope }),
    ...(body.enabled === undefined ? {} : { enabled: body.enabled }),
    ...(body.max_in_flight === undefined ? {} : { maxInFlight: body.max_in_flight }),
    ...(body.max_per_second === undefined ? {} : { maxPerSecond: body.max_per_second }),
  };
}

async function readUrl(body: HookChange, vetting: TargetVetting): Promise<string | undefined> {
  const named = (['url', 'target_url', 'targetUrl'] as const).filter((name) => body[name] !== undefined);
  const [name] = named;
  if (!name) return undefined;
  const texts = new Set(named.map((each) => body[each]));
  if (texts.size > 1) throw invalid(`/${name}`, `${named.join(' and ')} say different things.`);
  const text = body[name] ?? '';
  const target = parseTarget(text);
  if (!target.ok) throw invalid(`/${name}`, target.refusal);
  const refusal = await refuseTarget(target.url, vetting);
  if (refusal !== null) throw invalid(`/${name}`, refusal);
  // As it was written: owners look for what they sent.
  return text;
}

function readEvents({ event, events }: Pick<HookChange, 'event' | 'events'>): TaskEvent[] | undefined {
  if (event === undefined && events === undefined) return undefined;
  const names = [event ?? [], events ?? []].flat();
  return [...new Set(names.map(readEvent))];
}

/** Takes the names of the published document, `on_complete`, too. */
export function readEvent(name: string): TaskEvent {
  const known =
    TASK_EVENTS.find((event) => event === name) ?? (Object.hasOwn(PUBLISHED_EVENT_NAMES, name) ? PUBLISHED_EVENT_NAMES[name] : undefined);
  if (!known) throw invalid('/events', `There is no event ${JSON.stringify(name)}. There are ${TASK_EVENTS.join(', ')}.`);
  return known;
}

function invalid(path: string, message: string): ApiError {
  return new ApiError('validation_failed', message, { details: { path } });
}
