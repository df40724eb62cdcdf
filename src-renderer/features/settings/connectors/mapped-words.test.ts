import { expect, test } from 'vitest';
import type { Connector, ConnectorKind } from '../../../../src-shared/schema/connector.ts';
import { mappedWords, rulesOf } from './mapped-words.ts';

const kind = {
  statuses: [
    { word: 'solved', status: 'DONE' },
    { word: '*', status: 'by_assignee' },
  ],
} as Pick<ConnectorKind, 'statuses'> as ConnectorKind;
const connector = {
  account: {
    name: 'Acme',
    warnings: [],
    statuses: [
      { word: 'open', label: 'Open', isClosed: false },
      { word: 'solved', label: 'Solved', isClosed: true },
    ],
  },
  mapping: { statuses: [{ word: 'open', status: 'STARTED' }], people: {}, fields: {} },
} as Pick<Connector, 'account' | 'mapping'> as Connector;

test('each word means what the admin chose, else what the kind says', () => {
  expect(mappedWords(connector, kind)).toEqual([
    { word: 'open', label: 'Open', status: 'STARTED', isChosen: true },
    { word: 'solved', label: 'Solved', status: 'DONE', isChosen: false },
    { word: '*', label: '*', status: 'by_assignee', isChosen: false },
  ]);
});

test('only what was chosen is sent', () => {
  expect(rulesOf(mappedWords(connector, kind))).toEqual([{ word: 'open', status: 'STARTED' }]);
});
