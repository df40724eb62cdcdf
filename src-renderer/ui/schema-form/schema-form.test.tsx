import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TooltipProvider } from '../tooltip.tsx';
import { readSchema } from './read-schema.ts';
import { SchemaForm } from './schema-form.tsx';
import { checkValues, initialValues } from './schema-values.ts';

const SCHEMA = {
  type: 'object',
  required: ['base_url', 'credentials', 'mode'],
  properties: {
    base_url: { type: 'string', format: 'uri', title: 'Address', description: 'Where the vendor answers.' },
    mode: { type: 'string', oneOf: [{ const: 'poll', title: 'Ask regularly' }, { const: 'push' }], default: 'poll' },
    everySeconds: { type: 'integer', minimum: 10, maximum: 3_600, default: 60 },
    verify: { type: 'boolean', title: 'Check certificates' },
    projects: { type: 'array', items: { type: 'string' } },
    kinds: { type: 'array', items: { type: 'string', enum: ['bug', 'story'] } },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    credentials: {
      type: 'object',
      required: ['token'],
      properties: { user: { type: 'string' }, token: { type: 'string', writeOnly: true } },
    },
    tree: { type: 'array', items: { type: 'object' } },
  },
};
const FIELDS = readSchema(SCHEMA);

function markup(value = {}, storedSecrets: readonly string[] = []): string {
  return renderToStaticMarkup(
    <TooltipProvider>
      <SchemaForm
        schema={SCHEMA}
        value={value}
        onChange={() => undefined}
        errors={{ 'credentials.token': 'is wrong' }}
        storedSecrets={storedSecrets}
      />
    </TooltipProvider>,
  );
}

test('each kind of property has its control, and what cannot be drawn is left out', () => {
  expect(FIELDS.map(({ name, kind }) => [name, kind])).toEqual([
    ['base_url', 'text'],
    ['mode', 'choice'],
    ['everySeconds', 'number'],
    ['verify', 'boolean'],
    ['projects', 'list'],
    ['kinds', 'choices'],
    ['headers', 'map'],
    ['credentials', 'group'],
  ]);
});

test('titles and descriptions label the fields, names in words stand in for them', () => {
  const html = markup();
  for (const text of ['Address', 'Where the vendor answers.', 'Ask regularly', 'Every seconds', 'Bug', 'is wrong'])
    expect(html).toContain(text);
});

test('a secret is masked, and one that the server has is not shown at all', () => {
  expect(markup({ credentials: { token: 'x' } })).toContain('type="password"');
  const stored = markup({}, ['credentials.token']);
  expect(stored).not.toContain('type="password"');
  expect(stored).toContain('Stored, and never shown again');
});

test('what depends on another field is asked for only then', () => {
  const fields = readSchema({
    required: ['kind', 'query'],
    properties: {
      kind: { type: 'string', enum: ['list', 'sql'] },
      query: { type: 'string', 'x-shown-when': { name: 'kind', values: ['sql'] } },
    },
  });
  expect(checkValues(fields, { kind: 'list' })).toEqual({});
  expect(Object.keys(checkValues(fields, { kind: 'sql' }))).toEqual(['query']);
});

test('a form starts from the defaults below what is there', () => {
  expect(initialValues(FIELDS, { everySeconds: 5, other: true })).toEqual({ mode: 'poll', everySeconds: 5, other: true, credentials: {} });
});

test('what is missing or out of range is named by its path', () => {
  const errors = checkValues(FIELDS, { base_url: 'nowhere', mode: 'poll', everySeconds: 5 });
  expect(Object.keys(errors)).toEqual(['base_url', 'everySeconds', 'credentials.token']);
  expect(checkValues(FIELDS, { base_url: 'https://a.example', mode: 'poll', everySeconds: 10 }, ['credentials.token'])).toEqual({});
  expect(checkValues(FIELDS, { base_url: 'https://a.example', mode: 'poll', everySeconds: 'ten' }, ['credentials.token'])).toEqual({
    everySeconds: 'Enter a number.',
  });
});
