import { type Static, Type } from 'typebox';
import { Identifier } from '../schema/identifier.ts';
import { LEASE_LIMITS, Lease } from '../schema/lease.ts';
import { BASE, type Endpoint, EVERYBODY } from './endpoint.ts';
import { CurrentTask } from './task-shapes.ts';

const Seconds = Type.Integer({ minimum: LEASE_LIMITS.minimumSeconds, maximum: LEASE_LIMITS.maximumSeconds });

export const NewLease = Type.Object(
  {
    queue_uid: Identifier,
    count: Type.Integer({ minimum: 1, maximum: LEASE_LIMITS.tasks }),
    expires_in_seconds: Type.Optional(Seconds),
  },
  { additionalProperties: false },
);
export type NewLease = Static<typeof NewLease>;

export const LeaseRenewal = Type.Object({ expires_in_seconds: Type.Optional(Seconds) }, { additionalProperties: false });

const Id = Type.Object({ id: Identifier });
/** Only people go offline. */
const PEOPLE = { roles: EVERYBODY, scope: null } as const;

export const LEASE_ENDPOINTS = {
  'leases.list': {
    method: 'GET',
    path: `${BASE}/leases`,
    summary: 'Who took which tasks offline, and until when: one’s own, and those of queues that one may work.',
    access: PEOPLE,
    answers: { 200: Type.Object({ items: Type.Array(Lease) }) },
  },
  'leases.create': {
    method: 'POST',
    path: `${BASE}/leases`,
    summary: 'Takes the next tasks of a queue offline: claims up to so many for oneself, until a moment; 204 when there are none.',
    isAudited: true,
    access: PEOPLE,
    body: { schema: NewLease },
    answers: { 200: Type.Object({ lease: Lease, tasks: Type.Array(CurrentTask) }), 204: null },
  },
  'leases.get': {
    method: 'GET',
    path: `${BASE}/leases/:id`,
    summary: 'One lease.',
    access: PEOPLE,
    parameters: Id,
    answers: { 200: Lease },
  },
  'leases.renew': {
    method: 'POST',
    path: `${BASE}/leases/:id/renew`,
    summary: 'Lets an own lease last so long from now, while it lasts.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    body: { schema: LeaseRenewal, isOptional: true },
    answers: { 200: Lease },
  },
  'leases.release': {
    method: 'DELETE',
    path: `${BASE}/leases/:id`,
    summary: 'Gives back what was not begun: an own lease, or for managers anybody’s.',
    isAudited: true,
    access: PEOPLE,
    parameters: Id,
    answers: { 204: null },
  },
} as const satisfies Record<string, Endpoint>;
