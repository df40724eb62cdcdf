import { createParser } from 'eventsource-parser';
import { type Static, Type } from 'typebox';
import { Checkpoint, SyncDocument } from '../../src-shared/sync/protocol.ts';
import { quickCheck } from './quick-check.ts';

const TasksEvent = Type.Object({
  prevSeq: Type.Integer(),
  seq: Type.Integer(),
  checkpoint: Checkpoint,
  epoch: Type.String(),
  documents: Type.Array(SyncDocument),
});
const PresenceEvent = Type.Object({
  people: Type.Array(Type.Object({ userId: Type.String(), taskId: Type.Unsafe<string | null>({ type: ['string', 'null'] }) })),
});
const HeartbeatEvent = Type.Object({ seq: Type.Integer() });

export type StreamEvent =
  | { type: 'tasks'; data: Static<typeof TasksEvent> }
  | { type: 'presence'; data: Static<typeof PresenceEvent> }
  | { type: 'heartbeat'; data: Static<typeof HeartbeatEvent> }
  | { type: 'workspace' }
  /** Start over from the checkpoint; also what becomes of a `tasks` event that cannot be read. */
  | { type: 'resync' };

/**
 * Reads server-sent events until the stream ends or breaks; `onBytes` is told of every sign of life, comments too.
 */
export async function readStreamEvents(
  body: ReadableStream<Uint8Array>,
  onEvent: (event: StreamEvent) => void,
  onBytes: () => void,
): Promise<void> {
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const read = readEvent(event ?? 'message', data);
      if (read) onEvent(read);
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes();
    parser.feed(decoder.decode(value, { stream: true }));
  }
}

/** Null for events of a name that this console does not know: a newer server may send more. */
function readEvent(name: string, text: string): StreamEvent | null {
  const data = parseJson(text);
  switch (name) {
    case 'tasks':
      return quickCheck(TasksEvent, data) ? { type: 'tasks', data } : { type: 'resync' };
    case 'presence':
      return quickCheck(PresenceEvent, data) ? { type: 'presence', data } : null;
    case 'heartbeat':
      return quickCheck(HeartbeatEvent, data) ? { type: 'heartbeat', data } : null;
    case 'resync':
      return { type: 'resync' };
    case 'workspace':
      return { type: 'workspace' };
    default:
      return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
