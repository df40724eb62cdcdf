import { type FormEvent, useRef, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import type { Resource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { focusFirstInvalid } from '../shell/focus-first-invalid.ts';
import { Loaded } from '../shell/loaded.tsx';
import { usePageBack } from '../shell/use-page-back.ts';
import { checkDraft, draftOf, requestOf, sourceErrors } from './connector-draft.ts';
import { ConnectorFields, errorsOf } from './connector-fields.tsx';
import { SampleMapping } from './sample-mapping.tsx';
import { splitSchema } from './split-schema.ts';
import { TrialButtons, TrialResult, useTrial } from './trial.tsx';

export interface NewConnectorPageProps {
  kinds: Resource<{ items: ConnectorKind[] }>;
  onCreated: (id: string) => void;
  onLeave: () => void;
}

/** Pick a source, paste credentials, test, look at the first tasks, switch on. */
export function NewConnectorPage({ kinds, onCreated, onLeave }: NewConnectorPageProps) {
  const [kind, setKind] = useState<ConnectorKind | null>(null);
  const goBack = usePageBack(kind ? () => setKind(null) : onLeave, null);
  return (
    <>
      <PageHeader
        title={kind ? t('connectors.new.titleOf', { name: kind.name }) : t('connectors.new.title')}
        text={kind ? kind.description : t('connectors.new.text')}
        back={{ label: t(kind ? 'connectors.otherKind' : 'connectors.back'), onBack: goBack }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line [@media(max-height:480px)]:flex-none">
        <Loaded resource={kinds}>
          {({ items }) =>
            kind ? <NewConnectorForm key={kind.kind} kind={kind} onCreated={onCreated} /> : <KindList kinds={items} onChoose={setKind} />
          }
        </Loaded>
      </div>
    </>
  );
}

function KindList({ kinds, onChoose }: { kinds: readonly ConnectorKind[]; onChoose: (kind: ConnectorKind) => void }) {
  return (
    <ul className="grid max-w-[860px] grid-cols-1 gap-3 px-6 py-5 medium:grid-cols-2 max-medium:px-4">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <button
            type="button"
            onClick={() => onChoose(kind)}
            className="flex h-full w-full flex-col gap-1 rounded-md border border-line-strong bg-surface px-4 py-3 text-left transition-colors duration-100 hover:bg-hover active:bg-selected-idle"
          >
            <span className="font-semibold">{kind.name}</span>
            <span className="text-pretty text-ink-muted">{kind.description}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function NewConnectorForm({ kind, onCreated }: { kind: ConnectorKind; onCreated: (id: string) => void }) {
  const { server } = useConsole();
  const [name, setName] = useState(kind.name);
  const [draft, setDraft] = useState(() => draftOf(kind, null));
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const creating = useAction();
  const trial = useTrial(kind, draft, null);
  const missing = checkDraft(kind, draft);
  const failure = creating.failure ?? trial.failure;
  const errors = { ...errorsOf(failure), ...(isTried ? missing : {}) };

  const attempt = (work: () => void, found = missing) => {
    setTried(true);
    if (Object.keys(found).length === 0) work();
    else focusFirstInvalid(form.current);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt(() => void switchOn());
  };
  /** What is switched on has signed in before. */
  const switchOn = async () => {
    const checked = await trial.test();
    if (checked?.ok) await create(true);
  };
  const create = async (enabled: boolean) => {
    const body = { kind: kind.kind, name: name.trim() === '' ? kind.name : name.trim(), enabled, ...requestOf(kind, draft) };
    const made = await creating.run(() => server.call(CONNECTOR_ENDPOINTS['connectors.create'], { body }));
    if (made) onCreated(made.value.id);
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex max-w-[860px] flex-col gap-6 px-6 py-5 max-medium:px-4">
      <div className="flex max-w-[560px] flex-col gap-6">
        <TextField
          label={t('connectors.name')}
          hint={t('connectors.nameHint')}
          value={name}
          maxLength={200}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <ConnectorFields kind={kind} draft={draft} hasCredentials={false} errors={errors} onChange={setDraft} />
      </div>
      {splitSchema(kind.config).mapping ? (
        <SampleMapping
          kind={kind}
          draft={draft}
          connectorId={null}
          errors={errors}
          onChange={setDraft}
          attempt={(work) => attempt(work, sourceErrors(kind, missing))}
        />
      ) : null}
      <TrialResult trial={trial} />
      <ChangeFailure failure={failure} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={creating.busy || trial.busy === 'test'}>
          {t('connectors.new.submit')}
        </Button>
        <Button busy={creating.busy} onClick={() => attempt(() => void create(false))}>
          {t('connectors.new.saveOnly')}
        </Button>
        <TrialButtons trial={trial} attempt={attempt} />
      </div>
    </form>
  );
}
