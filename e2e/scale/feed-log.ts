/** A document as a reader of the feed got it. */
export interface ReadDocument {
  uid: string;
  version: number;
  seq: number;
  isGone: boolean;
}

/** Everything that a reader of the feed was told, in the order in which it took it. */
export type FeedRecord =
  | { kind: 'resync' }
  | { kind: 'page'; after: number; seq: number; hasMore: boolean; documents: ReadDocument[] }
  /** `isFirst`: of its connection. What it was made from may have begun before the reader was there. */
  | { kind: 'event'; after: number; seq: number; isFirst: boolean; documents: ReadDocument[] };
