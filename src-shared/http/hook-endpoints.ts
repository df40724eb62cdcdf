import { Type } from 'typebox';
import {
  CreatedHook,
  Delivery,
  DeliveryFilter,
  Hook,
  HookChange,
  HookEvent,
  HookRegistration,
  HookReplay,
  HookSample,
  HookTestResult,
  RotatedSecret,
} from '../schema/hook.ts';
import { Identifier } from '../schema/identifier.ts';
import { Nullable } from '../schema/nullable.ts';
import { BASE, type Endpoint, MANAGERS } from './endpoint.ts';

const HOOKS = { roles: MANAGERS, scope: 'hooks' } as const;
const Id = Type.Object({ id: Identifier });
const Nothing = { schema: Type.Object({}), isOptional: true } as const;
const Replayed = Type.Object({ replayed: Type.Integer() });
const Moment = Type.Optional(Type.String({ maxLength: 64 }));

export const HOOK_ENDPOINTS = {
  'hooks.list': {
    method: 'GET',
    path: `${BASE}/hooks`,
    summary: 'The webhook endpoints.',
    access: HOOKS,
    answers: { 200: Type.Object({ items: Type.Array(Hook) }) },
  },
  'hooks.create': {
    method: 'POST',
    path: `${BASE}/hooks`,
    summary: 'Registers a webhook endpoint; its secret is shown in this answer only.',
    isAudited: true,
    access: HOOKS,
    body: { schema: HookRegistration },
    answers: { 200: CreatedHook },
  },
  'hooks.samples': {
    method: 'GET',
    path: `${BASE}/hooks/samples`,
    summary: 'Payloads as they would be sent, newest first.',
    access: HOOKS,
    query: Type.Object({ event: Type.Optional(Type.String()), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })) }),
    answers: { 200: Type.Array(HookSample) },
  },
  'hooks.events': {
    method: 'GET',
    path: `${BASE}/hooks/events`,
    summary: 'Endpoints that began to fail, were disabled or removed, or recovered; newest first.',
    access: HOOKS,
    query: Type.Object({
      hook: Type.Optional(Identifier),
      since: Moment,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
      cursor: Type.Optional(Type.String({ maxLength: 512 })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(HookEvent),
        meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
      }),
    },
  },
  'hooks.get': {
    method: 'GET',
    path: `${BASE}/hooks/:id`,
    summary: 'One endpoint.',
    access: HOOKS,
    parameters: Id,
    answers: { 200: Hook },
  },
  'hooks.change': {
    method: 'PATCH',
    path: `${BASE}/hooks/:id`,
    summary: 'Changes, pauses or enables an endpoint.',
    isAudited: true,
    access: HOOKS,
    parameters: Id,
    body: { schema: HookChange },
    answers: { 200: Hook },
  },
  'hooks.delete': {
    method: 'DELETE',
    path: `${BASE}/hooks/:id`,
    summary: 'Removes an endpoint; 200 also when it is gone.',
    isAudited: true,
    access: HOOKS,
    parameters: Id,
    answers: { 200: Type.Object({ id: Identifier }) },
  },
  'hooks.rotate': {
    method: 'POST',
    path: `${BASE}/hooks/:id/rotate`,
    summary: 'A new secret; both sign for 24 hours.',
    isAudited: true,
    access: HOOKS,
    parameters: Id,
    body: Nothing,
    answers: { 200: RotatedSecret },
  },
  'hooks.test': {
    method: 'POST',
    path: `${BASE}/hooks/:id/test`,
    summary: 'Sends a sample now and tells what came back.',
    access: HOOKS,
    parameters: Id,
    body: Nothing,
    answers: { 200: HookTestResult },
  },
  'hooks.deliveries': {
    method: 'GET',
    path: `${BASE}/hooks/:id/deliveries`,
    summary: 'What was or will be sent to an endpoint, newest first.',
    access: HOOKS,
    parameters: Id,
    query: Type.Object({
      status: Type.Optional(DeliveryFilter),
      since: Moment,
      until: Moment,
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
      cursor: Type.Optional(Type.String({ maxLength: 512 })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(Delivery),
        meta: Type.Object({ next_cursor: Nullable(Type.String()), has_more: Type.Boolean() }),
      }),
    },
  },
  'hooks.replay': {
    method: 'POST',
    path: `${BASE}/hooks/:id/replay`,
    summary: 'Sends again what was sent in a range of time.',
    isAudited: true,
    access: HOOKS,
    parameters: Id,
    body: { schema: HookReplay },
    answers: { 200: Replayed },
  },
  'deliveries.get': {
    method: 'GET',
    path: `${BASE}/deliveries/:id`,
    summary: 'One message and its attempts.',
    access: HOOKS,
    parameters: Type.Object({ id: Type.String({ maxLength: 128 }) }),
    answers: { 200: Delivery },
  },
  'deliveries.replay': {
    method: 'POST',
    path: `${BASE}/deliveries/:id/replay`,
    summary: 'Sends one message again.',
    isAudited: true,
    access: HOOKS,
    parameters: Type.Object({ id: Type.String({ maxLength: 128 }) }),
    body: Nothing,
    answers: { 200: Delivery },
  },
} as const satisfies Record<string, Endpoint>;
