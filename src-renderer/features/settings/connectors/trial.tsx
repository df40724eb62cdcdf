import { Eye, PlugZap } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { ConnectorKind, ConnectorPreview, ConnectorTestResult } from '../../../../src-shared/schema/connector.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckResult } from './check-result.tsx';
import { type ConnectorDraft, requestOf } from './connector-draft.ts';
import { PreviewResult } from './preview-result.tsx';

export interface Trial {
  /** There is nothing yet that could be closed. */
  isNew: boolean;
  busy: 'test' | 'preview' | null;
  failure: ApiFailure | null;
  checked: ConnectorTestResult | null;
  preview: ConnectorPreview | null;
  /** Null: it could not be asked. */
  test: () => Promise<ConnectorTestResult | null>;
  look: () => void;
  /** Through everything, to know what would be closed. */
  lookThrough: () => void;
}

interface Tried<Result> {
  /** What was tried, as a text. */
  settings: string;
  result: Result;
}

/** Tries settings that are not saved yet. `connectorId`: what the draft leaves out is taken from there. */
export function useTrial(kind: ConnectorKind, draft: ConnectorDraft, connectorId: string | null): Trial {
  const { server } = useConsole();
  const testing = useAction();
  const looking = useAction();
  const [checked, setChecked] = useState<Tried<ConnectorTestResult> | null>(null);
  const [preview, setPreview] = useState<Tried<ConnectorPreview> | null>(null);
  const body = { kind: kind.kind, ...requestOf(kind, draft) };
  const settings = JSON.stringify(body);

  const test = async () => {
    setChecked(null);
    setPreview(null);
    looking.forget();
    const made = await testing.run(() =>
      connectorId === null
        ? server.call(CONNECTOR_ENDPOINTS['connectors.testNew'], { body })
        : server.call(CONNECTOR_ENDPOINTS['connectors.test'], { parameters: { id: connectorId }, body }),
    );
    if (made) setChecked({ settings, result: made.value });
    return made?.value ?? null;
  };
  const look = async (full: boolean) => {
    if (!full) setPreview(null);
    testing.forget();
    const made = await looking.run(() =>
      connectorId === null
        ? server.call(CONNECTOR_ENDPOINTS['connectors.previewNew'], { body: { ...body, full } })
        : server.call(CONNECTOR_ENDPOINTS['connectors.preview'], { parameters: { id: connectorId }, body: { ...body, full } }),
    );
    if (made) setPreview({ settings, result: made.value });
  };
  return {
    isNew: connectorId === null,
    busy: testing.busy ? 'test' : looking.busy ? 'preview' : null,
    failure: testing.failure ?? looking.failure,
    // What was found of other settings says nothing of these.
    checked: checked?.settings === settings ? checked.result : null,
    preview: preview?.settings === settings ? preview.result : null,
    test,
    look: () => void look(false),
    lookThrough: () => void look(true),
  };
}

export function TrialButtons({ trial, attempt }: { trial: Trial; attempt: (work: () => void) => void }) {
  return (
    <>
      <Button icon={PlugZap} busy={trial.busy === 'test'} onClick={() => attempt(() => void trial.test())}>
        {t('connectors.test')}
      </Button>
      <Button icon={Eye} busy={trial.busy === 'preview'} onClick={() => attempt(trial.look)}>
        {t('connectors.preview')}
      </Button>
    </>
  );
}

export function TrialResult({ trial: { checked, preview, busy, isNew, lookThrough } }: { trial: Trial }) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (checked ?? preview) root.current?.scrollIntoView({ block: 'nearest' });
  }, [checked, preview]);
  return checked || preview ? (
    // The buttons that asked for it stand below.
    <div ref={root} className="flex scroll-mb-20 flex-col gap-4">
      {checked ? <CheckResult result={checked} /> : null}
      {preview ? <PreviewResult preview={preview} isNew={isNew} isBusy={busy === 'preview'} onLookThrough={lookThrough} /> : null}
    </div>
  ) : null;
}
