import { createHmac } from 'node:crypto';
import type { JsonObject } from '../../../src-shared/schema/task.ts';
import { createEventSender } from '../simulator/create-event-sender.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';
import { createSimulatorServer, type SimulatorServer } from '../simulator/create-simulator-server.ts';
import { makeUpPeople } from '../simulator/make-up-data.ts';
import type { SimulatorOptions, VendorSimulator } from '../simulator/simulator.ts';
import type { SimulatorAnswer } from '../simulator/simulator-request.ts';
import { type BookRecord, createHubspotBooks } from './hubspot-books.ts';
import { externalIdOf } from './hubspot-item.ts';
import { hubspotError, notFound, tooMany } from './hubspot-refusals.ts';
import { createHubspotActs } from './hubspot-simulator-acts.ts';
import {
  createHubspotAdmission,
  grantHubspotToken,
  type HubspotGate,
  SIMULATED_APP,
  SIMULATED_KEY,
} from './hubspot-simulator-admission.ts';
import { hubspotRoutes } from './hubspot-simulator-routes.ts';

export interface HubspotSimulator extends VendorSimulator {
  /** What the key may do from now on; null: all. */
  setScopes(scopes: readonly string[] | null): void;
  /** Access tokens that were handed out end at once. */
  endTokens(): void;
  /** Every answer from now on, in HubSpot's stead: locked, moving, used up for today. Null ends it. */
  answerAll(answer: SimulatorAnswer | null): void;
  /** Its own people find that two are the same. */
  merge(externalId: string, into: string): void;
  /** Credentials of the app, which renews its tokens. */
  readonly oauthCredentials: JsonObject;
}

export interface HubspotSimulatorOptions extends SimulatorOptions {
  /** How long a search lags behind at most; 20 s where absent. */
  lagMs?: number;
  /** How many results of a search can be paged through; 10,000 where absent, as HubSpot has it. */
  resultsMaximum?: number;
  /** False: its objects cannot be read in batches, as some cannot. */
  hasBatches?: boolean;
}

const PORTAL_ID = 25_912_345;
export async function createHubspotSimulator(options: HubspotSimulatorOptions = {}): Promise<HubspotSimulator> {
  const owners = makeUpPeople(['70001', '70002', '70003', '70004', '70005']);
  const writes: { externalId: string; change: JsonObject }[] = [];
  const gate: HubspotGate = { tokens: new Map(), scopes: null, answerForAll: null };
  // The routes need the books, which need the server's clock.
  const held: { server?: SimulatorServer } = {};
  const clock: SimulatorClock = {
    nowMs: () => held.server?.clock.nowMs() ?? 0,
    advanceMs: (durationMs) => held.server?.clock.advanceMs(durationMs),
  };
  const books = createHubspotBooks(clock, options.lagMs ?? 20_000);
  const sender = createEventSender<BookRecord>({ batch: 100, sign: (records, url) => signEvents(records, url, clock.nowMs()) });
  const server = await createSimulatorServer({
    ...options,
    routes: hubspotRoutes({
      books,
      owners,
      portalId: PORTAL_ID,
      hasBatches: options.hasBatches ?? true,
      resultsMaximum: options.resultsMaximum ?? 10_000,
      nowMs: clock.nowMs,
      onWrite: (record, change) => {
        writes.push({ externalId: externalIdOf(record.object, record.id), change });
        sender.emit(record);
      },
      requestToken: (form) => grantHubspotToken(form, gate, clock.nowMs()),
    }),
    admit: createHubspotAdmission(gate, clock, options.timeScale ?? 1),
    answerNotFound: notFound,
    answerBadJson: () => hubspotError(400, 'VALIDATION_ERROR', 'Invalid input JSON'),
    answerRateLimited: ({ path }) => tooMany(path.endsWith('/search') ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING'),
    answerServerError: () => hubspotError(502, 'INTERNAL_ERROR', 'internal error'),
  });
  held.server = server;
  const acts = createHubspotActs(books, sender, options.items ?? 0);
  return {
    kind: 'hubspot',
    baseUrl: server.baseUrl,
    config: { baseUrl: server.baseUrl, objects: ['tasks', 'tickets'], portalId: String(PORTAL_ID), appUrl: 'https://app.hubspot.com' },
    credentials: { accessToken: SIMULATED_KEY, clientSecret: SIMULATED_APP.clientSecret },
    oauthCredentials: SIMULATED_APP,
    people: owners,
    advanceMs: server.clock.advanceMs,
    setFaults: server.setFaults,
    ...acts,
    writes: () => [...writes],
    violations: server.violations,
    exchanges: server.exchanges,
    sendEvents: sender.subscribe,
    setScopes: (granted) => {
      gate.scopes = granted === null ? null : new Set(granted);
    },
    endTokens: () => {
      for (const token of gate.tokens.keys()) {
        gate.tokens.set(token, clock.nowMs());
      }
    },
    answerAll: (answer) => {
      gate.answerForAll = answer;
    },
    stop: async () => {
      await sender.stop();
      await server.stop();
    },
  };
}

function signEvents(records: readonly BookRecord[], url: string, nowMs: number) {
  const body = JSON.stringify(
    records.map((record, index) => ({
      eventId: index + 1,
      subscriptionId: 2_001,
      portalId: PORTAL_ID,
      appId: 3_001,
      occurredAt: nowMs,
      subscriptionType: record.object === 'tickets' ? 'ticket.propertyChange' : 'object.propertyChange',
      ...(record.object === 'tickets' ? {} : { objectTypeId: '0-27' }),
      attemptNumber: 0,
      objectId: Number(record.id),
      changeSource: 'CRM',
    })),
  );
  const timestamp = String(nowMs);
  const signature = createHmac('sha256', SIMULATED_APP.clientSecret).update(`POST${url}${body}${timestamp}`).digest('base64');
  return { method: 'POST', headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp }, body };
}
