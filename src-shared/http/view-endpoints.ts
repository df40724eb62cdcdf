import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { SavedView } from '../schema/saved-view.ts';
import { BASE, type Endpoint, EVERYBODY } from './endpoint.ts';

const { name, shared, condition, sorts, columns, display } = SavedView.properties;

export const NewView = Type.Object(
  {
    id: Type.Optional(Identifier),
    name,
    shared: Type.Optional(shared),
    condition: Type.Optional(condition),
    sorts: Type.Optional(sorts),
    columns: Type.Optional(columns),
    display: Type.Optional(display),
  },
  { additionalProperties: false },
);
export type NewView = Static<typeof NewView>;

export const ViewChange = Type.Partial(Type.Object({ name, shared, condition, sorts, columns, display }), {
  additionalProperties: false,
  minProperties: 1,
});
export type ViewChange = Static<typeof ViewChange>;

const Id = Type.Object({ id: Identifier });
/** Views belong to people: a key is none. */
const PEOPLE = { roles: EVERYBODY, scope: null } as const;

export const VIEW_ENDPOINTS = {
  'views.list': {
    method: 'GET',
    path: `${BASE}/views`,
    summary: 'Shared views and one’s own, by name.',
    access: PEOPLE,
    answers: { 200: Type.Object({ items: Type.Array(SavedView) }) },
  },
  'views.create': {
    method: 'POST',
    path: `${BASE}/views`,
    summary: 'Saves a view, for oneself; managers may share it with everybody.',
    isAudited: true,
    access: PEOPLE,
    body: { schema: NewView },
    answers: { 200: SavedView },
  },
  'views.get': {
    method: 'GET',
    path: `${BASE}/views/:id`,
    summary: 'One view.',
    access: PEOPLE,
    parameters: Id,
    answers: { 200: SavedView },
  },
  'views.change': {
    method: 'PATCH',
    path: `${BASE}/views/:id`,
    summary: 'Changes a view; what the body does not name stays. With If-Match only while it has this version.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    body: { schema: ViewChange },
    answers: { 200: SavedView },
  },
  'views.delete': {
    method: 'DELETE',
    path: `${BASE}/views/:id`,
    summary: 'Removes a view.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
