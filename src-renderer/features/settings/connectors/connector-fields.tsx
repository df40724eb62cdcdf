import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import type { ApiFailure } from '../../../data/api-client.ts';
import { t } from '../../../i18n/translate.ts';
import { Button } from '../../../ui/button.tsx';
import { SchemaForm } from '../../../ui/schema-form/schema-form.tsx';
import type { SchemaErrors } from '../../../ui/schema-form/schema-values.ts';
import { Section } from '../../../ui/section.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import type { ConnectorDraft } from './connector-draft.ts';
import { credentialChoices } from './credential-choice.ts';
import { splitSchema } from './split-schema.ts';

export interface ConnectorFieldsProps {
  kind: ConnectorKind;
  draft: ConnectorDraft;
  hasCredentials: boolean;
  errors: SchemaErrors;
  onChange: (draft: ConnectorDraft) => void;
}

/** Where the source is, how to sign in there, and what to mirror: made from what the server says of its kind. */
export function ConnectorFields({ kind, draft, hasCredentials, errors, onChange }: ConnectorFieldsProps) {
  const choices = credentialChoices(kind.credentials);
  const chosen = choices[draft.choice] ?? choices[0];
  return (
    <div className="flex flex-col gap-6">
      <SchemaForm
        schema={splitSchema(kind.config).form}
        value={draft.config}
        errors={errors}
        onChange={(config) => onChange({ ...draft, config })}
      />
      <Section level={2} title={t('connectors.signIn')} text={t('connectors.signInText')}>
        {draft.isSigningIn ? (
          <div className="flex flex-col gap-4">
            {choices.length > 1 ? (
              <SelectField
                label={t('connectors.signInBy')}
                value={String(draft.choice)}
                options={choices.map(({ title }, index) => ({ value: String(index), label: title || t('connectors.credentials') }))}
                onChange={(next) => onChange({ ...draft, choice: Number(next), credentials: {} })}
              />
            ) : null}
            {chosen && !chosen.isEmpty ? (
              <SchemaForm
                key={draft.choice}
                schema={chosen.schema}
                value={draft.credentials}
                errors={errorsBelow(errors, 'credentials.')}
                onChange={(credentials) => onChange({ ...draft, credentials })}
              />
            ) : null}
            {hasCredentials ? (
              <Button className="w-fit" onClick={() => onChange({ ...draft, credentials: {}, isSigningIn: false })}>
                {t('form.secret.keep')}
              </Button>
            ) : null}
          </div>
        ) : (
          <div className="flex flex-wrap items-center gap-3">
            <span className="text-ink-muted">{t('form.secret.stored')}</span>
            <Button onClick={() => onChange({ ...draft, isSigningIn: true })}>{t('form.secret.replace')}</Button>
          </div>
        )}
      </Section>
    </div>
  );
}

function errorsBelow(errors: SchemaErrors, prefix: string): SchemaErrors {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([path, text]) => (path.startsWith(prefix) ? [[path.slice(prefix.length), text]] : [])),
  );
}

/** What the server said about the fields, by their paths. */
export function errorsOf(failure: ApiFailure | null): SchemaErrors {
  return Object.fromEntries((failure?.issues ?? []).map(({ path, message }) => [path.replace(/^body\.(config\.)?/, ''), message]));
}
