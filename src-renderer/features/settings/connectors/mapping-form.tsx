import { type FormEvent, useCallback, useState } from 'react';
import { ACCOUNT_ENDPOINTS } from '../../../../src-shared/http/account-endpoints.ts';
import { CONNECTOR_ENDPOINTS } from '../../../../src-shared/http/connector-endpoints.ts';
import {
  type Connector,
  type ConnectorKind,
  type ConnectorMapping,
  type ConnectorPerson,
  type ConnectorStatusRule,
  RULE_STATUSES,
} from '../../../../src-shared/schema/connector.ts';
import type { User } from '../../../../src-shared/schema/user.ts';
import { t } from '../../../i18n/translate.ts';
import { useConsole } from '../../../state/console-context.tsx';
import { useAction } from '../../../state/use-action.ts';
import { useResource } from '../../../state/use-resource.ts';
import { Button } from '../../../ui/button.tsx';
import { Section } from '../../../ui/section.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { ChangeFailure } from '../shell/change-failure.tsx';
import { Loaded } from '../shell/loaded.tsx';
import { type MappedWord, mappedWords, rulesOf } from './mapped-words.ts';

export interface MappingFormProps {
  connector: Connector;
  kind: ConnectorKind;
  onChanged: (connector: Connector) => void;
}

/** Which of the vendor's words are which status here, and who is who. */
export function MappingForm({ connector, kind, onChanged }: MappingFormProps) {
  const { server } = useConsole();
  const [words, setWords] = useState(() => mappedWords(connector, kind));
  const [people, setPeople] = useState(connector.mapping.people);
  const [saved, setSaved] = useState<{ words: typeof words; people: typeof people } | null>(null);
  const saving = useAction();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const mapping: Partial<ConnectorMapping> = { statuses: rulesOf(words), people };
    const changed = await saving.run(() =>
      server.call(CONNECTOR_ENDPOINTS['connectors.change'], { parameters: { id: connector.id }, body: { mapping } }),
    );
    if (!changed) return;
    setSaved({ words, people });
    onChanged(changed.value);
  };
  return (
    <form
      onSubmit={(event) => void submit(event)}
      noValidate
      className="min-h-0 flex-1 overflow-y-auto [@media(max-height:480px)]:flex-none"
    >
      <div className="flex max-w-[720px] flex-col gap-8 px-6 py-5 max-medium:px-4">
        <Section level={2} title={t('connectors.statuses')} text={t('connectors.statusesText')}>
          <StatusRules words={words} onChange={setWords} />
        </Section>
        <Section level={2} title={t('connectors.people')} text={t('connectors.peopleText')}>
          <PeopleMapping connectorId={connector.id} chosen={people} onChange={setPeople} />
        </Section>
        <ChangeFailure failure={saving.failure} />
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" busy={saving.busy}>
            {t('form.save')}
          </Button>
          <span role="status" className="text-small text-success">
            {saved?.words === words && saved.people === people ? t('form.saved') : ''}
          </span>
        </div>
      </div>
    </form>
  );
}

function StatusRules({ words, onChange }: { words: readonly MappedWord[]; onChange: (words: MappedWord[]) => void }) {
  const options = RULE_STATUSES.map((value) => ({ value, label: t(`connectors.rule.${value}`) }));
  const change = (word: string, status: ConnectorStatusRule['status']) =>
    onChange(words.map((known) => (known.word === word ? { ...known, status, isChosen: true } : known)));
  return (
    <ul className="flex flex-col gap-2">
      {words.map(({ word, label, status }) => (
        <li key={word} className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3">
          <span className="truncate" title={word}>
            {word === '*' ? t('connectors.otherWords') : label}
            {label !== word && word !== '*' ? <span className="ml-1.5 font-mono text-small text-ink-faint">{word}</span> : null}
          </span>
          <SelectField
            bare
            label={t('connectors.statusOf', { word: label })}
            value={status}
            options={options}
            onChange={(next) => change(word, next)}
          />
        </li>
      ))}
    </ul>
  );
}

type People = ConnectorMapping['people'];

function PeopleMapping({ connectorId, chosen, onChange }: { connectorId: string; chosen: People; onChange: (people: People) => void }) {
  const { server } = useConsole();
  const people = useResource(
    useCallback(
      (signal) => server.call(CONNECTOR_ENDPOINTS['connectors.people'], { parameters: { id: connectorId }, signal }),
      [server, connectorId],
    ),
  );
  const users = useResource(useCallback((signal) => server.call(ACCOUNT_ENDPOINTS['users.list'], { signal }), [server]));
  return (
    <Loaded resource={people}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="text-ink-muted">{t('connectors.nobody')}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {items.map((person) => (
              <PersonRow
                key={person.external_id}
                person={person}
                users={users.value?.items ?? []}
                chosen={chosen[person.external_id]}
                onChoose={(userId) => onChange(withChoice(chosen, person.external_id, userId))}
              />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** Undefined: by email address again. */
function withChoice(people: People, externalId: string, userId: string | null | undefined): People {
  const { [externalId]: _before, ...others } = people;
  return userId === undefined ? others : { ...others, [externalId]: userId };
}

const BY_EMAIL = '';
const NOBODY = '-';

interface PersonRowProps {
  person: ConnectorPerson;
  users: readonly User[];
  chosen: string | null | undefined;
  onChoose: (userId: string | null | undefined) => void;
}

function PersonRow({ person, users, chosen, onChoose }: PersonRowProps) {
  const matched = person.matched_by === 'email' ? users.find(({ id }) => id === person.user_id) : undefined;
  const options = [
    { value: BY_EMAIL, label: matched ? t('connectors.byEmail', { name: matched.name }) : t('connectors.byEmailNobody') },
    { value: NOBODY, label: t('connectors.mapToNobody') },
    ...users.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3">
      <span className="truncate">
        {person.name}
        {person.email ? <span className="ml-1.5 text-small text-ink-muted">{person.email}</span> : null}
      </span>
      <SelectField
        bare
        label={t('connectors.personOf', { name: person.name })}
        value={chosen === undefined ? BY_EMAIL : (chosen ?? NOBODY)}
        options={options}
        onChange={(next) => onChoose(next === BY_EMAIL ? undefined : next === NOBODY ? null : next)}
      />
    </li>
  );
}
