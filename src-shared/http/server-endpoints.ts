import Type from 'typebox';
import type { Endpoint } from './endpoint.ts';

const Health = Type.Object({ status: Type.Literal('ok'), version: Type.String() });

/** Outside the base. */
export const SERVER_ENDPOINTS = {
  'health.live': { method: 'GET', path: '/health/live', summary: 'The process answers.', access: 'public', answers: { 200: Health } },
  'health.ready': {
    method: 'GET',
    path: '/health/ready',
    summary: 'The database is reachable and migrated.',
    access: 'public',
    answers: { 200: Health },
  },
  'metrics.get': {
    method: 'GET',
    path: '/metrics',
    summary: 'Figures for Prometheus, in its text format; off this machine with the token of DOCKET_METRICS_TOKEN only.',
    access: 'public',
    contentType: 'text/plain',
    answers: { 200: Type.String() },
  },
  'docs.get': {
    method: 'GET',
    path: '/docs',
    summary: 'This description as a page for people.',
    access: 'public',
    contentType: 'text/html',
    answers: { 200: Type.String() },
  },
  'openapi.get': {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description.',
    access: 'public',
    answers: { 200: Type.Unsafe<object>({ type: 'object', additionalProperties: true }) },
  },
} as const satisfies Record<string, Endpoint>;
