import type { JsonObject, JsonValue } from '../../../../src-shared/schema/task.ts';
import type { FormSchema } from '../../../ui/schema-form/read-schema.ts';

/** A way to sign in: what is the same in each entry (`type: 'bearer'`) is set, the rest is asked for. */
export interface CredentialChoice {
  title: string;
  schema: FormSchema;
  constants: JsonObject;
  isEmpty: boolean;
}

/** The alternatives of a schema of credentials, or the schema itself as the only one. */
export function credentialChoices(schema: FormSchema): CredentialChoice[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  return (Array.isArray(alternatives) ? alternatives : [schema]).filter(isSchema).map((alternative) => {
    const properties = Object.entries(isSchema(alternative.properties) ? alternative.properties : {});
    const constants: JsonObject = {};
    const asked: Record<string, unknown> = {};
    for (const [name, property] of properties) {
      if (isSchema(property) && 'const' in property) constants[name] = property.const as JsonValue;
      // Nothing that is entered here is ever shown again, but a name of a user is no secret while it is typed.
      else asked[name] = property;
    }
    return {
      title: typeof alternative.title === 'string' ? alternative.title : '',
      schema: { ...alternative, properties: asked },
      constants,
      isEmpty: Object.keys(asked).length === 0,
    };
  });
}

function isSchema(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
