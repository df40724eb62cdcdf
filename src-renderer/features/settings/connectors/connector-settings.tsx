import { type FormEvent, useEffect, useRef, useState } from 'react';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import type { Connector, ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { withTypedSince } from '../../../state/typed-since.ts';
import { useAction } from '../../../state/use-action.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { GroupFrame } from '../../../ui/field-frame.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { DeleteSection } from '../shell/delete-section.tsx';
import { focusFirstInvalid } from '../shell/focus-first-invalid.ts';
import { type ConnectorDraft, checkDraft, draftOf, requestOf, sourceErrors } from './connector-draft.ts';
import { ConnectorFields, errorsOf } from './connector-fields.tsx';
import { ConnectorNumbers, limitsOf, numbersOf } from './connector-numbers.tsx';
import { EventsSection } from './events-section.tsx';
import { SampleMapping } from './sample-mapping.tsx';
import { TrialButtons, TrialResult, useTrial } from './trial.tsx';

export interface ConnectorSettingsProps {
  connector: Connector;
  kind: ConnectorKind;
  onChanged: (connector: Connector) => void;
  onDeleted: () => void;
}

export function ConnectorSettings(props: ConnectorSettingsProps) {
  const { connector, kind } = props;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto [@media(max-height:480px)]:flex-none">
      <div className="flex max-w-[860px] flex-col gap-8 px-6 py-5 max-medium:px-4">
        <ConnectorForm {...props} />
        <EventsSection connector={connector} isSigned={kind.takes_events} vendor={kind.name} />
        <Disconnect {...props} />
      </div>
    </div>
  );
}

function ConnectorForm({ connector, kind, onChanged }: ConnectorSettingsProps) {
  const { server } = useConsole();
  const [name, setName] = useState(connector.name);
  const [draft, setDraft] = useState(() => draftOf(kind, connector));
  const [numbers, setNumbers] = useState(() => numbersOf(connector));
  const [writeBack, setWriteBack] = useState(connector.write_back);
  const [isTried, setTried] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const saving = useAction();
  const trial = useTrial(kind, draft, connector.id);
  const missing = checkDraft(kind, draft);
  const failure = saving.failure ?? trial.failure;
  const errors = { ...errorsOf(failure), ...(isTried ? missing : {}) };

  const attempt = (work: () => void, found = missing) => {
    setTried(true);
    if (Object.keys(found).length === 0) work();
    else focusFirstInvalid(form.current);
  };
  const typed = useRef({ name, draft, numbers, writeBack });
  useEffect(() => {
    typed.current = { name, draft, numbers, writeBack };
  }, [name, draft, numbers, writeBack]);
  const save = async () => {
    const body = {
      name: name.trim() === '' ? kind.name : name.trim(),
      ...requestOf(kind, draft),
      ...limitsOf(numbers),
      write_back: writeBack,
    };
    const changed = await saving.run(() =>
      server.call(CONNECTOR_ENDPOINTS['connectors.change'], { parameters: { id: connector.id }, body }),
    );
    if (!changed) return;
    const now = typed.current;
    setSaved(now.name === name && now.draft === draft && now.numbers === numbers && now.writeBack === writeBack);
    setDraft(withTypedSince(draftOf(kind, changed.value), draft, now.draft));
    setNumbers(withTypedSince(numbersOf(changed.value), numbers, now.numbers));
    onChanged(changed.value);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    attempt(() => void save());
  };
  const change = (next: ConnectorDraft) => {
    setDraft(next);
    setSaved(false);
  };
  const changeWriteBack = (next: typeof writeBack) => {
    setWriteBack(next);
    setSaved(false);
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-6">
      <div className="flex max-w-[560px] flex-col gap-6">
        <TextField
          label={t('connectors.name')}
          value={name}
          maxLength={200}
          onChange={(event) => {
            setName(event.target.value);
            setSaved(false);
          }}
        />
        <ConnectorFields kind={kind} draft={draft} hasCredentials={connector.has_credentials} errors={errors} onChange={change} />
      </div>
      <SampleMapping
        kind={kind}
        draft={draft}
        connectorId={connector.id}
        errors={errors}
        onChange={change}
        attempt={(work) => attempt(work, sourceErrors(kind, missing))}
      />
      <div className="flex max-w-[560px] flex-col gap-6">
        <ConnectorNumbers
          numbers={numbers}
          onChange={(next) => {
            setNumbers(next);
            setSaved(false);
          }}
        />
        {kind.writes_back ? (
          <GroupFrame label={t('connectors.writeBack')} hint={t('connectors.writeBackHint', { name: kind.name })}>
            <CheckField
              label={t('connectors.writeBack.status')}
              checked={writeBack.status}
              onChange={(status) => changeWriteBack({ ...writeBack, status })}
            />
            <CheckField
              label={t('connectors.writeBack.assignee')}
              checked={writeBack.assignee}
              onChange={(assignee) => changeWriteBack({ ...writeBack, assignee })}
            />
          </GroupFrame>
        ) : null}
      </div>
      <TrialResult trial={trial} />
      <ChangeFailure failure={failure} />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={saving.busy}>
          {t('form.save')}
        </Button>
        <TrialButtons trial={trial} attempt={attempt} />
        <span role="status" className="text-small text-success">
          {isSaved ? t('form.saved') : ''}
        </span>
      </div>
    </form>
  );
}

function Disconnect({ connector: { id, name }, onDeleted }: ConnectorSettingsProps) {
  const { server } = useConsole();
  return (
    <DeleteSection
      title={t('connectors.delete')}
      consequence={t('connectors.deleteText', { name })}
      typed={{ label: t('connectors.deleteType', { name }), word: name }}
      remove={() => server.call(CONNECTOR_ENDPOINTS['connectors.delete'], { parameters: { id } })}
      onDeleted={onDeleted}
    />
  );
}
