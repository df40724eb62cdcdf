import { expect, test } from 'vitest';
import type { ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { draftOf, requestOf, sourceErrors } from './connector-draft.ts';
import { fieldNameOf, nodesOf, writtenFor } from './sample-nodes.ts';
import { nextTarget, targetsOf, withOwnField, withWritten } from './sample-targets.ts';
import { splitSchema } from './split-schema.ts';

const config = {
  type: 'object',
  required: ['baseUrl', 'mapping'],
  properties: {
    baseUrl: { type: 'string' },
    mapping: {
      type: 'object',
      title: 'Mapping',
      'x-mapped-by-sample': true,
      required: ['id'],
      properties: { id: { type: 'string', title: 'Id', default: 'id' }, title: { type: 'string', title: 'Title' } },
    },
  },
};
const kind = { kind: 'back_office', config, credentials: {} } as Pick<ConnectorKind, 'kind' | 'config' | 'credentials'> as ConnectorKind;
const record = { id: 7, customer: { name: 'Ada', 'first name': 'A' }, tags: ['vip', 'fr'], none: null };

test('the settings that are made by pointing are no part of the form', () => {
  const { form, mapping } = splitSchema(config);
  expect(Object.keys(form.properties as object)).toEqual(['baseUrl']);
  expect(mapping).toMatchObject({ name: 'mapping', field: { label: 'Mapping', kind: 'group' } });
  expect(splitSchema(form)).toEqual({ form, mapping: null });
  expect(sourceErrors(kind, { baseUrl: 'a', 'mapping.id': 'b' })).toEqual({ baseUrl: 'a' });
});

test('a record is a tree, each value of which can be pointed at, and a branch for a field of one’s own', () => {
  const nodes = nodesOf(record, new Set());
  expect(nodes.map((node) => [node.depth, node.name, writtenFor(node, false), writtenFor(node, true)])).toEqual([
    [0, 'id', 'id', 'id'],
    [0, 'customer', null, 'customer'],
    [1, 'name', 'customer.name', 'customer.name'],
    [1, 'first name', 'customer.`first name`', 'customer.first name'],
    [0, 'tags', null, 'tags'],
    [1, '0', 'tags[0]', 'tags.0'],
    [1, '1', 'tags[1]', 'tags.1'],
    [0, 'none', 'none', 'none'],
  ]);
  expect(nodes.map(fieldNameOf)).toEqual(['id', 'customer', 'name', 'first name', 'tags', 'tags', 'tags', 'none']);
  const folded = nodesOf(record, new Set(['["customer"]']));
  expect(folded.map(({ name, isOpen }) => [name, isOpen])).toEqual([
    ['id', null],
    ['customer', false],
    ['tags', true],
    ['0', null],
    ['1', null],
    ['none', null],
  ]);
});

test('what is pointed at is written down, and the next target is what has nothing yet', () => {
  const draft = draftOf(kind, null);
  const [id, title] = targetsOf(config, draft);
  if (!id || !title) throw new Error('the mapping has no targets');
  expect(nextTarget([id, title], 'id')).toBe('title');
  const written = withWritten(config, draft, title, 'customer.name');
  expect(requestOf(kind, written).config).toEqual({ mapping: { id: 'id', title: 'customer.name' } });
  expect(nextTarget(targetsOf(config, written), 'id')).toBe('id');
  expect(requestOf(kind, withWritten(config, written, title, '')).config).toEqual({ mapping: { id: 'id' } });
});

test('fields of one’s own are sent once they have a name and a path', () => {
  const draft = { ...draftOf(kind, null), fields: [{ name: '', path: '' }] };
  const own = targetsOf(config, draft).at(-1);
  if (!own) throw new Error('the field is no target');
  expect(requestOf(kind, draft).mapping).toEqual({ fields: {} });
  const named = withOwnField(withWritten(config, draft, own, 'tags'), own.id, { name: ' labels ' });
  expect(requestOf(kind, named).mapping).toEqual({ fields: { labels: 'tags' } });
});
