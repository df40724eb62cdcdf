import type { Connector, ConnectorKind, ConnectorStatusRule } from '../../../../src-shared/schema/connector.ts';
import { sayKnown } from '../../../i18n/say-again.ts';

export interface MappedWord {
  word: string;
  /** What the vendor calls it. */
  label: string;
  status: ConnectorStatusRule['status'];
  /** By an admin; the others follow the kind. */
  isChosen: boolean;
}

/** Every word that is known of, with what it means here: as the admin said, else as the kind says. */
export function mappedWords({ mapping, account }: Connector, { statuses }: ConnectorKind): MappedWord[] {
  const labels = new Map(account?.statuses.map(({ word, label }) => [word, sayKnown(label)]));
  const words = [...labels.keys(), ...mapping.statuses.map(({ word }) => word), ...statuses.map(({ word }) => word)];
  const unique = [...new Set(words.filter((word) => word !== '*')), '*'];
  return unique.map((word) => {
    const chosen = mapping.statuses.find((rule) => rule.word === word);
    const given = statuses.find((rule) => rule.word === word) ?? statuses.find((rule) => rule.word === '*');
    return {
      word,
      label: labels.get(word) ?? word,
      status: chosen?.status ?? given?.status ?? 'by_assignee',
      isChosen: chosen !== undefined,
    };
  });
}

/** What was chosen, and nothing else: later changes of the kind reach the rest. */
export function rulesOf(words: readonly MappedWord[]): ConnectorStatusRule[] {
  return words.filter(({ isChosen }) => isChosen).map(({ word, status }) => ({ word, status }));
}
