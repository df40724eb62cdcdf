import type { Actor } from '../../../src-shared/task/actor.ts';
import type { WriteDependencies } from '../../tasks/write-task.ts';
import type { StoredConnector } from './connector-rows.ts';
import type { ItemMapping } from './map-item.ts';

/** What a connector's writes to tasks are made with, for as long as its settings stand. */
export interface MirrorContext extends WriteDependencies {
  connector: StoredConnector;
  source: string;
  actor: Actor;
  mapping: ItemMapping;
  /** Whether the vendor is told what operators say. */
  takesNotes: boolean;
  newTaskUid(): string;
  /** Names of fields that the vendor ever sent. */
  knownFields: ReadonlySet<string>;
}
