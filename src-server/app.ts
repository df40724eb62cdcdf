import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { BASE, BODY_LIMIT_BYTES } from '../src-shared/http/endpoint.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { createSignIn } from './auth/sign-in.ts';
import { createSignInThrottle } from './auth/sign-in-throttle.ts';
import { answerErrors, sendUnreadable } from './http/answer-errors.ts';
import { closeConnections } from './http/close-connections.ts';
import { guardEndpoints } from './http/guard-endpoints.ts';
import { keepAnswers } from './http/idempotency.ts';
import { keepCallersFresh } from './http/keep-callers-fresh.ts';
import { keepSettingsFresh } from './http/keep-settings-fresh.ts';
import { keepWorkspacesFresh } from './http/keep-workspaces-fresh.ts';
import { logRequests, logTraces } from './http/log-requests.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { readBodies } from './http/read-bodies.ts';
import { refuseUnreadableConnection } from './http/refuse-unreadable-connection.ts';
import { compileValidator } from './http/validation.ts';
import { peopleBook } from './people/people.ts';
import { registerAuditRoutes } from './routes/audit.ts';
import { registerAuthRoutes } from './routes/auth.ts';
import { registerConnectorRoutes } from './routes/connectors.ts';
import { registerDocsRoutes } from './routes/docs.ts';
import { registerFirstRunRoutes } from './routes/first-run.ts';
import { registerFormPageRoutes } from './routes/form-pages.ts';
import { registerFormRoutes } from './routes/forms.ts';
import { registerHealthRoutes } from './routes/health.ts';
import { registerHookRoutes } from './routes/hooks.ts';
import { registerInsightRoutes } from './routes/insights.ts';
import { registerInvitationRoutes } from './routes/invitations.ts';
import { registerKeyRoutes } from './routes/keys.ts';
import { registerLeaseRoutes } from './routes/leases.ts';
import { registerMetricsRoutes } from './routes/metrics.ts';
import { registerOpenApiRoutes } from './routes/openapi.ts';
import { registerPasswordRoutes } from './routes/passwords.ts';
import { registerPresenceRoutes } from './routes/presence.ts';
import { registerQueueRoutes } from './routes/queues.ts';
import { registerReviewRoutes } from './routes/reviews.ts';
import { registerScheduleRoutes } from './routes/schedules.ts';
import { registerServerRoutes } from './routes/server.ts';
import { registerSessionRoutes } from './routes/sessions.ts';
import { registerSyncRoutes } from './routes/sync.ts';
import { registerTaskActionRoutes } from './routes/task-actions.ts';
import { registerTaskRoutes } from './routes/tasks.ts';
import { registerUserRoutes } from './routes/users.ts';
import { registerViewRoutes } from './routes/views.ts';
import { believeProxies } from './settings/believe-proxies.ts';

/** A request that takes longer than this to arrive is given up. */
const REQUEST_TIMEOUT_MS = 120_000;
/** 128 characters, each percent-encoded. */
const PARAMETER_CHARACTERS = 400;

/** The whole server but its port: one readable list. Never listens. */
export function buildApp(dependencies: AppDependencies): FastifyInstance {
  const app = createFastify(dependencies);
  const { clock, authenticator, settings } = dependencies;
  const throttle = createSignInThrottle(dependencies, 'password');
  app.addHook('preClose', async () => throttle.close());
  const signIn = createSignIn({ ...dependencies, throttle });
  app.setValidatorCompiler(compileValidator);
  closeConnections(app);
  answerErrors(app);
  logTraces(app);
  logRequests(app);
  guardEndpoints(app, { authenticator, countCall: createRateLimit(clock, settings) });
  readBodies(app);
  keepAnswers(app, dependencies);
  keepCallersFresh(app, dependencies);
  keepWorkspacesFresh(app, dependencies);
  keepSettingsFresh(app, dependencies);

  registerMetricsRoutes(app, dependencies);
  registerHealthRoutes(app, dependencies);
  registerOpenApiRoutes(app, dependencies);
  registerDocsRoutes(app, dependencies);
  registerFirstRunRoutes(app, dependencies);
  registerAuthRoutes(app, dependencies, signIn);
  registerUserRoutes(app, dependencies);
  registerInvitationRoutes(app, dependencies);
  registerPasswordRoutes(app, dependencies);
  registerServerRoutes(app, dependencies);
  registerSessionRoutes(app, dependencies);
  registerKeyRoutes(app, dependencies);
  registerTaskRoutes(app, dependencies);
  registerTaskActionRoutes(app, dependencies);
  registerQueueRoutes(app, dependencies);
  registerScheduleRoutes(app, dependencies);
  registerHookRoutes(app, dependencies);
  registerFormRoutes(app, dependencies);
  registerFormPageRoutes(app, dependencies, signIn);
  registerConnectorRoutes(app, dependencies);
  registerAuditRoutes(app, dependencies);
  registerPresenceRoutes(app, dependencies);
  registerViewRoutes(app, dependencies);
  registerLeaseRoutes(app, dependencies);
  registerInsightRoutes(app, dependencies);
  registerReviewRoutes(app, dependencies);
  app.register(async (api) => registerPrefixedRoutes(api, dependencies), { prefix: BASE });
  return app;
}

function registerPrefixedRoutes(api: FastifyInstance, dependencies: AppDependencies): void {
  const { groupCommit: commands, settings, settingsBook } = dependencies;
  registerSyncRoutes(api, {
    ...dependencies,
    commands,
    people: peopleBook,
    serverVersion: settings.version,
    readPublicUrl: async (sql) => (await settingsBook.at(sql)).publicUrl,
  });
}

/** Each once, over all processes; nobody need be kept from guessing one. */
function requestIds(randomBytes: AppDependencies['randomBytes']): () => string {
  const prefix = `req_${randomBytes(9).toString('base64url')}`;
  let count = 0;
  return () => {
    count += 1;
    return prefix + count.toString(36);
  };
}

function createFastify({ settings, randomBytes }: AppDependencies): FastifyInstance {
  return Fastify({
    ...(settings.log ? { loggerInstance: settings.log } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    https: settings.https,
    trustProxy: believeProxies(settings),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Requests that are already on a kept connection are finished, as SIGTERM promises.
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: requestIds(randomBytes),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: PARAMETER_CHARACTERS },
    clientErrorHandler: refuseUnreadableConnection,
    frameworkErrors: (error, request, reply) => sendUnreadable(error, request, reply),
  }) as unknown as FastifyInstance;
}
