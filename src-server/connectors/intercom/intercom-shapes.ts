import { type Static, Type } from 'typebox';

/** Of tickets; their states are the workspace's own. */
export const TICKET_CATEGORIES = ['submitted', 'in_progress', 'waiting_on_customer', 'resolved'] as const;

// What is read of Intercom's answers, and no more: what else is in them may change.
const Id = Type.Union([Type.String({ minLength: 1 }), Type.Integer()]);
const Missing = Type.Null();
const OptionalText = Type.Optional(Type.Union([Type.String(), Missing]));
const OptionalSeconds = Type.Optional(Type.Union([Type.Integer(), Missing]));
const OptionalId = Type.Optional(Type.Union([Id, Missing]));

export const TicketShape = Type.Object({
  id: Id,
  ticket_id: OptionalId,
  open: Type.Optional(Type.Union([Type.Boolean(), Missing])),
  ticket_state: Type.Object({ id: OptionalId, category: Type.String({ minLength: 1 }) }),
  ticket_type: Type.Optional(Type.Union([Type.Object({ id: Id }), Missing])),
  ticket_attributes: Type.Optional(Type.Union([Type.Record(Type.String(), Type.Unknown()), Missing])),
  admin_assignee_id: OptionalId,
  created_at: OptionalSeconds,
  updated_at: Type.Integer(),
});
export type TicketShape = Static<typeof TicketShape>;

export const ConversationShape = Type.Object({
  id: Id,
  title: OptionalText,
  state: Type.String({ minLength: 1 }),
  priority: OptionalText,
  source: Type.Optional(Type.Union([Type.Object({ subject: OptionalText, body: OptionalText }), Missing])),
  admin_assignee_id: OptionalId,
  created_at: OptionalSeconds,
  updated_at: Type.Integer(),
});
export type ConversationShape = Static<typeof ConversationShape>;

const Pages = Type.Optional(
  Type.Union([
    Type.Object({
      next: Type.Optional(Type.Union([Type.Object({ starting_after: OptionalText }), Type.String(), Missing])),
      total_pages: Type.Optional(Type.Union([Type.Integer(), Missing])),
    }),
    Missing,
  ]),
);

const Records = Type.Array(Type.Record(Type.String(), Type.Unknown()));
const Count = Type.Optional(Type.Union([Type.Integer(), Missing]));

export const TicketPage = Type.Object({ tickets: Records, total_count: Count, pages: Pages });
export type TicketPage = Static<typeof TicketPage>;
export const ConversationPage = Type.Object({ conversations: Records, total_count: Count, pages: Pages });
export const DeletedPage = Type.Object({
  conversations: Type.Array(Type.Object({ id: Id, deleted_at: OptionalSeconds })),
  pages: Pages,
});

export const TicketStates = Type.Object({
  data: Type.Array(
    Type.Object({
      id: Id,
      category: Type.String(),
      internal_label: OptionalText,
      archived: Type.Optional(Type.Union([Type.Boolean(), Missing])),
      ticket_types: Type.Optional(Type.Union([Type.Object({ data: Type.Array(Type.Object({ id: Id })) }), Missing])),
    }),
  ),
});
export type TicketStates = Static<typeof TicketStates>['data'];

export const Admins = Type.Object({
  admins: Type.Array(Type.Object({ id: Id, name: OptionalText, email: OptionalText })),
});

export const Me = Type.Object({
  id: OptionalId,
  name: OptionalText,
  app: Type.Optional(Type.Union([Type.Object({ id_code: OptionalText, name: OptionalText, region: OptionalText }), Missing])),
});
export type Me = Static<typeof Me>;

export const IntercomErrors = Type.Object({
  errors: Type.Array(Type.Object({ code: OptionalText, message: OptionalText })),
});

/** Read closer later, or not at all. */
export const AnyRecord = Type.Record(Type.String(), Type.Unknown());
