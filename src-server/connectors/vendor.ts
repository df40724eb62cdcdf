import type { TSchema } from 'typebox';
import type { SampleValue } from '../../src-shared/schema/connector.ts';
import type { JsonObject, JsonValue, TaskStatus } from '../../src-shared/schema/task.ts';
import type { Timestamp } from '../../src-shared/schema/timestamp.ts';
import type { VendorHttp, VendorHttpLimits, VendorResponse } from './vendor-http.ts';

/**
 * What a vendor has to offer to be mirrored. The engine does the rest: schedule, budgets, watermarks in the database,
 * mapping, closing, echoes, history of runs. A kind is a value of this type, in a folder named after it.
 */
export interface VendorKind {
  /** `hubspot`, `zendesk`, `intercom`, `complyadvantage`, `back_office`. */
  kind: string;
  name: string;
  /** What an admin reads before they choose it: one or two sentences. */
  description: string;
  /** JSON Schema of `config`, with `baseUrl` always; titles, descriptions and defaults are what the settings panel shows. */
  config: TSchema;
  /** JSON Schema of `credentials`: a union with a title for each way to sign in. All of it is write only. */
  credentials: TSchema;
  /** Seconds between two polls, and between two whole reconciliations. */
  schedule: { everySeconds: number; fullEverySeconds: number };
  /** How the vendor's words become ours where the admin has said nothing else; `*` stands for every other word. */
  statuses: readonly StatusRule[];
  /** Which credentials may reach which server, before anything is sent: a sentence for the admin, null when all is well. */
  findConfigProblem?(config: JsonObject, credentials: JsonObject): string | null;
  /** Where the requests go when the admin gives no `baseUrl`. */
  baseUrlOf(config: JsonObject): string;
  /** The share of the vendor's budget that one connector takes: half of what is shared with others at most. */
  limits: VendorHttpLimits;
  /**
   * How long the vendor asks to be left alone, in any answer, where it does not say so by `Retry-After`: the request's
   * budget stands still for so long, and a 4xx is asked for again then. Null: it does not.
   */
  readWaitMs?(response: VendorResponse, nowMs: number): number | null;
  /** Whether `write` takes a note alone, where status and assignee stay as they are. Absent: it does not. */
  takesNotes?(config: JsonObject): boolean;
  /** What the mapping in the settings, whole or not, makes of records as `readSample` gives them. Absent: there is none. */
  mapSample?(config: JsonObject, records: JsonObject[]): Promise<SampleValue[][]>;
  connect(session: VendorSession): VendorClient;
  /**
   * Whether the vendor itself sent this request. The engine answers 401 where it did not, wakes the poller where it did,
   * and looks at `deliveryId` to drop repeats.
   */
  verifyEvent?(event: VendorEvent, session: Pick<VendorSession, 'config' | 'credentials' | 'nowMs'>): VerifiedEvent | null;
}

/**
 * For open items only: what is closed is DONE. The other way round, the first rule that gives a status names the word that
 * is written for it (`*` never), so the order counts: put the word first that may be written.
 */
export interface StatusRule {
  /** The vendor's word, as it stands in `VendorItem.statusWord`; `*` for the rest. */
  word: string;
  /** `by_assignee`: ASSIGNED when its person is known here, else TODO. */
  status: TaskStatus | 'by_assignee' | 'started_by_assignee';
  /** False: never written back, unless the admin maps it. */
  isWritten?: boolean;
}

export interface VendorSession {
  config: JsonObject;
  credentials: JsonObject;
  http: VendorHttp;
  /** For what is no HTTP (SQL sockets): a vetted address of the host to connect to. Throws a VendorError where it is forbidden. */
  findAddress(host: string): Promise<string>;
  /** Our clock: for tokens' lifetimes and waits, never for watermarks. */
  nowMs(): number;
  /** Something that an admin should know, shown with the run; said once a run. */
  warn(message: string): void;
  /** Survives restarts: tokens that were renewed, encrypted at rest. */
  secrets: { get(): Promise<JsonObject | null>; set(value: JsonObject | null): Promise<void> };
  signal: AbortSignal;
}

/** All reading follows pages; a page's items are stored, together with its `resume`, before the next page is asked for. */
export interface VendorClient {
  /** Signs in and touches all that the mirror needs, so that a missing right shows at once. Throws a VendorError. */
  check(): Promise<VendorAccount>;
  /**
   * What changed since `watermark` (null: a first import, of all that is open). Reading again may give items again. Absent:
   * the vendor has no such list, every run is a whole reconciliation.
   */
  readChanges?(watermark: JsonValue | null, resume: JsonValue | null): AsyncIterable<ItemPage>;
  /**
   * Everything that is open, whole. What was mirrored and does not come is gone or closed: the engine asks `readItems`.
   * Ends without an error only when it is complete.
   */
  readAllOpen(resume: JsonValue | null): AsyncIterable<ItemPage>;
  /** These items as they are now, closed ones too; an item that is not there any more is `deleted`. */
  readItems(externalIds: readonly string[]): Promise<VendorItem[]>;
  /** Some records as the source has them, whatever the mapping. Absent: the fields of the first items. */
  readSample?(): Promise<JsonObject[]>;
  /** Everybody who can hold an item. */
  readPeople(): AsyncIterable<VendorPerson[]>;
  /** Writes our state back. Resolves with the item as the vendor has it afterwards. Throws a VendorError. */
  write?(change: VendorChange): Promise<VendorItem>;
}

/** What `check` found. */
export interface VendorAccount {
  /** Who we are there, for the panel: an account's or a user's name. */
  name: string;
  /** The vendor's words for status with what they are called, in its order; the mapping is offered over them. */
  statuses: { word: string; label: string; isClosed: boolean }[];
  /** E.g. that a way to sign in ends soon, that events are not available. */
  warnings: string[];
}

export interface VendorItem {
  /** Unique in the connector and stable: `ticket:123`. Always text. */
  externalId: string;
  /** The vendor decides this; which status it is of ours is a matter of the mapping. */
  state: 'open' | 'closed' | 'deleted';
  statusWord: string;
  /** The vendor's id of the person; null: nobody. */
  assigneeExternalId: string | null;
  title: string | null;
  /** Where an operator works on it, in a browser. */
  url: string | null;
  dueAt: Timestamp | null;
  createdAt: Timestamp | null;
  priority?: number | null;
  /** All that the vendor knows about it, the raw status too. Null values are kept out. */
  fields: JsonObject;
}

export interface ItemPage {
  items: VendorItem[];
  /** Items that cannot be read, each with the reason; they are reported, and neither closed nor changed. */
  skipped?: { externalId: string | null; reason: string }[];
  /** From where to go on after a restart: given back as `resume`. */
  resume: JsonValue | null;
  /** On the last page of `readChanges`: from where the next run starts, by the vendor's clock. */
  watermark?: JsonValue;
  /** How many items there will be in all, where the vendor says so. */
  total?: number;
}

export interface VendorPerson {
  externalId: string;
  name: string;
  /** People are matched by email where the admin says nothing else. */
  email: string | null;
  isActive: boolean;
}

/** What changed on our side. A key that is absent stays as it is. */
export interface VendorChange {
  externalId: string;
  /** The vendor's word, from the mapping. */
  statusWord?: string;
  assigneeExternalId?: string | null;
  /** Who did it, where the vendor wants to know; the vendor's id. */
  actingExternalId: string | null;
  /** What operators said of it since the last change, where the kind takes notes; alone, where nothing else is named. */
  note: string | null;
}

export interface VendorEvent {
  method: string;
  /** As the outside sees it, with its query. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  rawBody: Buffer;
}

export interface VerifiedEvent {
  /** Repeats have the same; null: cannot be told. */
  deliveryId: string | null;
  /** What it was about, where it says so: read singly, soon. */
  externalIds: string[];
}
