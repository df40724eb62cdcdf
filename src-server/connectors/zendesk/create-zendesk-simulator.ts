import { createHmac } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../../src-shared/schema/task.ts';
import { createEventSender } from '../simulator/create-event-sender.ts';
import type { SimulatorClock } from '../simulator/create-simulator-clock.ts';
import { createSimulatorServer, type SimulatorServer } from '../simulator/create-simulator-server.ts';
import { makeUpPeople } from '../simulator/make-up-data.ts';
import type { SimulatorOptions, VendorSimulator } from '../simulator/simulator.ts';
import type { SimulatorAnswer } from '../simulator/simulator-request.ts';
import { type BookTicket, createZendeskBooks, rfc } from './zendesk-books.ts';
import { ticketExternalId } from './zendesk-item.ts';
import { tooManyRequests, zendeskError, zendeskNotFound } from './zendesk-refusals.ts';
import { createZendeskActs } from './zendesk-simulator-acts.ts';
import {
  createZendeskAdmission,
  grantZendeskToken,
  SIMULATED_API_TOKEN,
  SIMULATED_CLIENT,
  type ZendeskGate,
} from './zendesk-simulator-admission.ts';
import { type SimulatedAgent, zendeskRoutes } from './zendesk-simulator-routes.ts';

export interface ZendeskSimulator extends VendorSimulator {
  /** Whose rights the credentials have; an admin's at first. */
  setRole(role: 'admin' | 'agent' | 'end-user'): void;
  /** Access tokens that were handed out end at once. */
  endTokens(): void;
  /** Every answer from now on, in Zendesk's stead. Null ends it. */
  answerAll(answer: SimulatorAnswer | null): void;
  /** A change of the system, which `updated_at` does not show. */
  touch(externalIds: readonly string[]): void;
  /** Called before each change of an API client takes place: somebody else may come in between. */
  onBeforeWrite(act: (() => void) | null): void;
  readonly apiTokenCredentials: JsonObject;
}

export interface ZendeskSimulatorOptions extends SimulatorOptions {
  /** How long a search lags behind at most; 20 s where absent. */
  lagMs?: number;
}

const SIGNING_SECRET = 'simulated-signing-secret-5b';
const AGENT_IDS = ['400001', '400002', '400003', '400004', '400005'];
const REQUESTER: SimulatedAgent = {
  id: 500_001,
  name: 'Rita Requester',
  email: 'rita@example.com',
  role: 'end-user',
  active: true,
  suspended: false,
};

export async function createZendeskSimulator(options: ZendeskSimulatorOptions = {}): Promise<ZendeskSimulator> {
  const people = makeUpPeople(AGENT_IDS);
  const users = peopleOf(people);
  const writes: { externalId: string; change: JsonObject }[] = [];
  const gate: ZendeskGate = { tokens: new Map(), role: 'admin', answerForAll: null, beforeWrite: null };
  // The routes need the books, which need the server's clock.
  const held: { server?: SimulatorServer } = {};
  const clock: SimulatorClock = {
    nowMs: () => held.server?.clock.nowMs() ?? 0,
    advanceMs: (durationMs) => held.server?.clock.advanceMs(durationMs),
  };
  const books = createZendeskBooks(clock, options.lagMs ?? 20_000);
  const sender = createEventSender<BookTicket>({ batch: 1, sign: ([ticket]) => signEvent(ticket, clock.nowMs()) });
  const me = (): SimulatedAgent => ({
    id: 400_099,
    name: 'Docket',
    email: 'docket@example.com',
    role: gate.role,
    active: true,
    suspended: false,
  });
  const server = await createSimulatorServer({
    ...options,
    routes: zendeskRoutes({
      books,
      users: [...users, me()],
      origin: () => held.server?.baseUrl ?? '',
      nowMs: clock.nowMs,
      me,
      onWrite: (ticket, change) => {
        writes.push({ externalId: ticketExternalId(ticket.id), change });
        sender.emit(ticket);
      },
      requestToken: (body: JsonValue | undefined) => grantZendeskToken(body, gate, clock.nowMs()),
    }),
    admit: createZendeskAdmission(gate, clock, options.timeScale ?? 1),
    answerNotFound: zendeskNotFound,
    answerBadJson: () => zendeskError(400, 'InvalidJson', 'The body is no JSON'),
    answerRateLimited: () => tooManyRequests(options.timeScale === undefined ? 5 : Math.ceil(5 / options.timeScale)),
    answerServerError: () => ({ status: 503, headers: { 'retry-after': '2' }, text: '<html>Service Unavailable</html>' }),
  });
  held.server = server;
  const acts = createZendeskActs(books, sender, options.items ?? 0, REQUESTER.id);
  return {
    kind: 'zendesk',
    baseUrl: server.baseUrl,
    config: { baseUrl: server.baseUrl },
    credentials: { ...SIMULATED_CLIENT, signingSecret: SIGNING_SECRET },
    apiTokenCredentials: SIMULATED_API_TOKEN,
    people,
    advanceMs: server.clock.advanceMs,
    setFaults: server.setFaults,
    ...acts,
    writes: () => [...writes],
    violations: server.violations,
    exchanges: server.exchanges,
    sendEvents: sender.subscribe,
    setRole: (role) => {
      gate.role = role;
    },
    endTokens: () => gate.tokens.clear(),
    answerAll: (answer) => {
      gate.answerForAll = answer;
    },
    onBeforeWrite: (act) => {
      gate.beforeWrite = act;
    },
    stop: async () => {
      await sender.stop();
      await server.stop();
    },
  };
}

function peopleOf(people: readonly { externalId: string; name: string; email: string }[]): SimulatedAgent[] {
  const agents = people.map(({ externalId, name, email }, index): SimulatedAgent => {
    const role = index === 0 ? 'admin' : 'agent';
    return { id: Number(externalId), name, email, role, active: true, suspended: false };
  });
  return [...agents, REQUESTER];
}

function signEvent(ticket: BookTicket | undefined, nowMs: number) {
  const id = ticket?.id ?? 0;
  const body = JSON.stringify({
    type: 'zen:event-type:ticket.status_changed',
    account_id: 12_514_403,
    id: `simulated-${id}-${nowMs}`,
    time: rfc(nowMs),
    zendesk_event_version: '2022-11-06',
    subject: `zen:ticket:${id}`,
    detail: { id: String(id), status: String(ticket?.fields.status ?? '').toUpperCase() },
    event: {},
  });
  const timestamp = rfc(nowMs);
  const signature = createHmac('sha256', SIGNING_SECRET).update(`${timestamp}${body}`).digest('base64');
  const headers = {
    'x-zendesk-webhook-signature': signature,
    'x-zendesk-webhook-signature-timestamp': timestamp,
    'x-zendesk-webhook-invocation-id': `invocation-${id}-${nowMs}`,
  };
  return { method: 'POST', headers, body };
}
