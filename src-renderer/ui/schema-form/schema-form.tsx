import { useMemo } from 'react';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { t } from '../../i18n/translate.ts';
import { GroupFrame } from '../field-frame.tsx';
import { type FormSchema, readSchema, type SchemaField } from './read-schema.ts';
import { SchemaControl } from './schema-control.tsx';
import { isShown, objectOf, type SchemaErrors } from './schema-values.ts';

export interface SchemaFormProps {
  schema: FormSchema;
  value: JsonObject;
  onChange: (value: JsonObject) => void;
  /** By path: `url`, `credentials.token`. */
  errors?: SchemaErrors;
  /** Paths of secrets that the server has. */
  storedSecrets?: readonly string[];
}

const NO_ERRORS: SchemaErrors = {};
const NO_SECRETS: readonly string[] = [];

/** The fields of a JSON Schema. Keys that the schema does not name stay as they are. */
export function SchemaForm({ schema, value, onChange, errors = NO_ERRORS, storedSecrets = NO_SECRETS }: SchemaFormProps) {
  const fields = useMemo(() => readSchema(schema), [schema]);
  return <Fields fields={fields} value={value} onChange={onChange} errors={errors} storedSecrets={storedSecrets} prefix="" />;
}

type FieldsProps = Required<Omit<SchemaFormProps, 'schema'>> & { fields: readonly SchemaField[]; prefix: string };

function Fields({ fields, value, onChange, errors, storedSecrets, prefix }: FieldsProps) {
  const change = (name: string, next: JsonValue | undefined) => {
    const { [name]: _before, ...others } = value;
    onChange(next === undefined ? others : { ...others, [name]: next });
  };
  return (
    <div className="flex flex-col gap-4">
      {fields
        .filter((field) => isShown(field, value))
        .map((field) => {
          const path = prefix + field.name;
          if (field.kind === 'group') {
            const own = objectOf(value[field.name]);
            return (
              <GroupFrame key={path} label={field.label} hint={field.hint} error={errors[path]}>
                <div className="border-l border-line pl-4">
                  <Fields
                    fields={field.fields}
                    value={own}
                    onChange={(next) => change(field.name, next)}
                    errors={errors}
                    storedSecrets={storedSecrets}
                    prefix={`${path}.`}
                  />
                </div>
              </GroupFrame>
            );
          }
          return (
            <SchemaControl
              key={path}
              field={field}
              value={value[field.name]}
              error={errors[path]}
              mark={field.isRequired || field.kind === 'boolean' ? undefined : t('form.optional')}
              isStored={storedSecrets.includes(path)}
              onChange={(next) => change(field.name, next)}
            />
          );
        })}
    </div>
  );
}
