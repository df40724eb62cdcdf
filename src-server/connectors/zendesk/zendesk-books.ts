import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createRandom } from '../simulator/create-random.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';

/** A ticket in the simulated account. */
export interface BookTicket {
  id: number;
  fields: JsonObject;
  createdMs: number;
  updatedMs: number;
  /** When its row in the export was made, in s; moves on changes of the system too. */
  generatedS: number;
  deletedMs: number | null;
}

export interface ZendeskBooks {
  tickets: ReadonlyMap<number, BookTicket>;
  /** As a search sees them: some time later. */
  indexed(): BookTicket[];
  /** With `ageMs` it was made so long ago, and a search knows it. */
  create(fields: JsonObject, ageMs?: number): BookTicket;
  change(ticket: BookTicket, fields: JsonObject): void;
  /** A change of the system: `updated_at` stays. */
  touch(ticket: BookTicket): void;
  remove(ticket: BookTicket): void;
  restore(ticket: BookTicket): void;
}

export const STATUS_CATEGORIES = ['new', 'open', 'pending', 'hold', 'solved'] as const;

const DEFAULT_STATUSES = STATUS_CATEGORIES.map((category, index) => ({
  id: 9_001 + index,
  status_category: category as string,
  agent_label: category[0]?.toUpperCase() + category.slice(1),
  active: true,
  default: true,
}));

/** Two of the account's own, whose names tell nothing. */
export const SIMULATED_STATUSES = [
  ...DEFAULT_STATUSES,
  { id: 9_101, status_category: 'hold', agent_label: 'Solved, parts on their way', active: true, default: false },
  { id: 9_102, status_category: 'solved', agent_label: 'Goodwill', active: true, default: false },
] as const;

export function defaultStatusId(category: JsonValue | undefined): number | null {
  return DEFAULT_STATUSES.find(({ status_category }) => status_category === category)?.id ?? null;
}

export function createZendeskBooks(clock: SimulatorClock, lagMs: number): ZendeskBooks {
  const random = createRandom(11);
  const tickets = new Map<number, BookTicket>();
  const index = new Map<number, BookTicket>();
  let late: { ticket: BookTicket; dueMs: number }[] = [];
  let lastId = 35_000;

  const copyToIndex = (ticket: BookTicket): void => {
    if (ticket.deletedMs === null) {
      index.set(ticket.id, { ...ticket, fields: { ...ticket.fields } });
    } else {
      index.delete(ticket.id);
    }
  };
  const catchUp = (): void => {
    const nowMs = clock.nowMs();
    for (const { ticket } of late.filter(({ dueMs }) => dueMs <= nowMs)) {
      copyToIndex(ticket);
    }
    late = late.filter(({ dueMs }) => dueMs > nowMs);
  };
  const note = (ticket: BookTicket): void => {
    ticket.generatedS = Math.floor(clock.nowMs() / 1000);
    late.push({ ticket, dueMs: clock.nowMs() + random.next() * lagMs });
  };
  return {
    tickets,
    indexed: () => {
      catchUp();
      return [...index.values()];
    },
    create: (fields, ageMs = 0) => {
      lastId += 1;
      const atMs = clock.nowMs() - ageMs;
      const ticket: BookTicket = {
        id: lastId,
        fields,
        createdMs: atMs,
        updatedMs: atMs,
        generatedS: Math.floor(atMs / 1000),
        deletedMs: null,
      };
      tickets.set(ticket.id, ticket);
      if (ageMs > 0) {
        copyToIndex(ticket);
      } else {
        note(ticket);
      }
      return ticket;
    },
    change: (ticket, fields) => {
      // Who searched in between would have seen what was before.
      catchUp();
      Object.assign(ticket.fields, fields);
      ticket.updatedMs = clock.nowMs();
      note(ticket);
    },
    touch: note,
    remove: (ticket) => {
      catchUp();
      ticket.deletedMs = clock.nowMs();
      note(ticket);
    },
    restore: (ticket) => {
      catchUp();
      ticket.deletedMs = null;
      note(ticket);
    },
  };
}

/** In full, or, once deleted, what is left of it. */
export function showTicket(ticket: BookTicket, origin: string): JsonObject {
  const { id, fields, createdMs, updatedMs, generatedS, deletedMs } = ticket;
  return {
    url: `${origin}/api/v2/tickets/${id}.json`,
    id,
    external_id: null,
    via: { channel: 'web', source: { from: {}, to: {}, rel: null } },
    created_at: rfc(createdMs),
    updated_at: rfc(updatedMs),
    generated_timestamp: generatedS,
    type: null,
    subject: null,
    description: '',
    priority: null,
    recipient: null,
    requester_id: 0,
    submitter_id: 0,
    assignee_id: null,
    organization_id: null,
    group_id: 360_001,
    collaborator_ids: [],
    follower_ids: [],
    email_cc_ids: [],
    forum_topic_id: null,
    problem_id: null,
    has_incidents: false,
    is_public: true,
    due_at: null,
    tags: [],
    custom_fields: [],
    satisfaction_rating: null,
    sharing_agreement_ids: [],
    brand_id: 360_501,
    ...fields,
    ...(deletedMs === null ? {} : { status: 'deleted', subject: 'SCRUBBED', assignee_id: null }),
  };
}

/** Zendesk's times have no fractions. */
export function rfc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
