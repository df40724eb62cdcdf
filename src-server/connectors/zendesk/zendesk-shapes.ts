import { type Static, Type } from 'typebox';

const OrNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]));

/** What the mirror stands on; all else of a ticket is kept as it comes. */
export const ZendeskTicket = Type.Object({
  id: Type.Integer(),
  status: Type.String(),
  subject: OrNull(Type.String()),
  raw_subject: OrNull(Type.String()),
  created_at: OrNull(Type.String()),
  updated_at: Type.String(),
  generated_timestamp: Type.Optional(Type.Integer()),
  requester_id: OrNull(Type.Integer()),
  assignee_id: OrNull(Type.Integer()),
  group_id: OrNull(Type.Integer()),
  brand_id: OrNull(Type.Integer()),
  priority: OrNull(Type.String()),
  due_at: OrNull(Type.String()),
  custom_status_id: OrNull(Type.Integer()),
  tags: Type.Optional(Type.Array(Type.String())),
});
export type ZendeskTicket = Static<typeof ZendeskTicket>;

/** Of a deleted ticket an export holds hardly more. */
export const DeletedRow = Type.Object({
  id: Type.Integer(),
  status: Type.Literal('deleted'),
  generated_timestamp: Type.Optional(Type.Integer()),
});

export const ZendeskUser = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  email: OrNull(Type.String()),
  role: Type.Optional(Type.String()),
  active: Type.Optional(Type.Boolean()),
  suspended: Type.Optional(Type.Boolean()),
});
export type ZendeskUser = Static<typeof ZendeskUser>;

const Users = Type.Optional(Type.Array(ZendeskUser));
const Cursor = OrNull(Type.String());
const Meta = Type.Object({ has_more: Type.Boolean(), after_cursor: Cursor });

export const ExportAnswer = Type.Object({
  tickets: Type.Array(Type.Union([DeletedRow, ZendeskTicket])),
  users: Users,
  after_cursor: Cursor,
  end_of_stream: Type.Boolean(),
});

export const SearchExportAnswer = Type.Object({ results: Type.Array(ZendeskTicket), meta: Meta });
export const CountAnswer = Type.Object({ count: Type.Integer() });
export const TicketsAnswer = Type.Object({ tickets: Type.Array(ZendeskTicket), users: Users });
export const TicketAnswer = Type.Object({ ticket: ZendeskTicket });
export const UsersAnswer = Type.Object({ users: Type.Array(ZendeskUser), meta: Type.Optional(Meta) });

/** Who is not signed in at all is answered 200, and is nobody. */
export const MeAnswer = Type.Object({
  user: Type.Object({ id: Type.Union([Type.Integer(), Type.Null()]), name: Type.String(), role: Type.String() }),
});

export const DeletedAnswer = Type.Object({
  deleted_tickets: Type.Array(Type.Object({ id: Type.Integer(), deleted_at: Type.String() })),
  meta: Type.Optional(Meta),
});

export const CustomStatusesAnswer = Type.Object({
  custom_statuses: Type.Array(
    Type.Object({
      id: Type.Integer(),
      status_category: Type.String(),
      agent_label: Type.String(),
      active: Type.Boolean(),
      default: Type.Boolean(),
    }),
  ),
});
export type CustomStatus = Static<typeof CustomStatusesAnswer>['custom_statuses'][number];

export const TokenAnswer = Type.Object({ access_token: Type.String({ minLength: 1 }), expires_in: OrNull(Type.Number()) });
