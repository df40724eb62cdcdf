import { useEffect, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { ConnectorKind, ConnectorSample, MappedSample, SampleToMap, SampleValue } from '../../../../src-shared/schema/connector.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { type ConnectorDraft, requestOf } from './connector-draft.ts';

const PAUSE_MS = 150;

export interface Sample {
  busy: boolean;
  failure: ApiFailure | null;
  /** Null before it was read. */
  read: ConnectorSample | null;
  /** What becomes of the record `at`, by the target's name; empty until the server has said it. */
  valuesOf: (at: number) => ReadonlyMap<string, SampleValue>;
  readNow: () => Promise<ConnectorSample | null>;
}

/** Records of the source that a draft names, and what its mapping makes of them, anew with every change of it. */
export function useSample(kind: ConnectorKind, draft: ConnectorDraft, connectorId: string | null): Sample {
  const { server } = useConsole();
  const reading = useAction();
  const [read, setRead] = useState<ConnectorSample | null>(null);
  const [mapped, setMapped] = useState<MappedSample | null>(null);

  const readNow = async () => {
    const body = { kind: kind.kind, ...requestOf(kind, draft) };
    const made = await reading.run(() =>
      connectorId === null
        ? server.call(CONNECTOR_ENDPOINTS['connectors.sampleNew'], { body })
        : server.call(CONNECTOR_ENDPOINTS['connectors.sample'], { parameters: { id: connectorId }, body }),
    );
    if (!made) return null;
    setRead(made.value);
    return made.value;
  };

  const records = read?.records ?? [];
  const { mapping } = requestOf(kind, draft);
  // As a text: what is the same is not asked again.
  const asked = records.length === 0 ? null : JSON.stringify({ kind: kind.kind, config: draft.config, mapping, records });
  useEffect(() => {
    if (asked === null) return;
    const ending = new AbortController();
    const timer = setTimeout(async () => {
      const body: SampleToMap = JSON.parse(asked);
      const outcome = await server.call(CONNECTOR_ENDPOINTS['connectors.mapSample'], { body, signal: ending.signal });
      if (!ending.signal.aborted) setMapped(outcome.ok ? outcome.value : null);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [server, asked]);

  return {
    busy: reading.busy,
    failure: reading.failure,
    read,
    valuesOf: (at) => new Map(mapped?.records[at]?.map((value) => [value.target, value])),
    readNow,
  };
}
