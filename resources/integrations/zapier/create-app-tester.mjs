import { createRequire } from 'node:module';

/**
 * Zapier's own `createAppTester` where `zapier-platform-core` is installed in this folder (`npm install` here, which
 * means agreeing to Zapier's terms); everywhere else a stand-in that treats requests, errors and results as the
 * platform's documentation and source do. Both take a function of the app and a bundle, and give back its results.
 */
export function createAppTester(app) {
  const require = createRequire(import.meta.url);
  try {
    const platform = require('zapier-platform-core');
    const definition = { ...app, version: '1.0.0', platformVersion: platform.version };
    return { name: 'zapier-platform-core', run: platform.createAppTester(definition), problems: problemsOf(require, definition) };
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    return { name: 'stand-in', run: (perform, bundle) => runAlone(app, perform, bundle), problems: [] };
  }
}

/** What Zapier's schema has to say about the app when it is pushed. */
function problemsOf(require, definition) {
  const schema = createRequire(require.resolve('zapier-platform-core'))('zapier-platform-schema');
  const withoutFunctions = JSON.parse(JSON.stringify(definition, (_, value) => (typeof value === 'function' ? '$func$2$f$' : value)));
  return schema.validateAppDefinition(withoutFunctions).errors.map(({ property, message }) => `${property} ${message}`);
}

async function runAlone(app, perform, partial) {
  const bundle = { authData: {}, inputData: {}, meta: {}, subscribeData: {}, targetUrl: '', ...partial };
  const z = { errors: ERRORS, request: (options) => request(app, z, bundle, options) };
  const results = await perform(z, bundle);
  const problem = problemWith(app, perform, results);
  if (problem) throw new ERRORS.CheckError(problem);
  return JSON.parse(JSON.stringify(results));
}

/** The platform refuses results that a Zap could not use. */
function problemWith(app, perform, results) {
  const lists = [...Object.values(app.triggers).map(({ operation }) => operation.performList), ...performsOf(app.triggers)];
  if ([...lists, ...performsOf(app.searches)].includes(perform) && !Array.isArray(results)) return 'Results must be an array';
  if (performsOf(app.creates).includes(perform) && Array.isArray(results)) return 'Got a non-object result';
  if (!lists.includes(perform)) return null;
  const ids = results.map(({ id }) => id);
  if (ids.includes(undefined)) return 'Got a result missing the "id" property';
  return new Set(ids).size < ids.length ? 'Got two or more results with primary key' : null;
}

function performsOf(parts) {
  return Object.values(parts).map(({ operation }) => operation.perform);
}

async function request(app, z, bundle, options) {
  let prepared = { method: 'GET', ...options, headers: { 'user-agent': 'Zapier', ...options.headers } };
  refuseCurlies(prepared);
  if (prepared.body && typeof prepared.body !== 'string') {
    prepared.body = JSON.stringify(prepared.body);
    prepared.headers['content-type'] ??= 'application/json; charset=utf-8';
  }
  for (const middleware of app.beforeRequest) prepared = await middleware(prepared, z, bundle);
  const url = new URL(prepared.url);
  for (const [name, value] of Object.entries(prepared.params ?? {})) url.searchParams.set(name, value);
  const answer = await fetch(url, { method: prepared.method, headers: prepared.headers, body: prepared.body });
  let response = await readResponse(answer, prepared);
  if (response.status === 429) throw new ERRORS.ThrottledError('The server returned 429 (Too Many Requests)');
  for (const middleware of app.afterResponse) response = await middleware(response, z, bundle);
  if (!response.skipThrowForStatus) response.throwForStatus();
  return response;
}

async function readResponse(answer, prepared) {
  const content = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    content,
    data: parsed(content),
    request: prepared,
    skipThrowForStatus: prepared.skipThrowForStatus ?? false,
    getHeader: (name) => answer.headers.get(name),
    throwForStatus() {
      if (answer.status >= 400) throw new ERRORS.ResponseError(JSON.stringify({ status: answer.status, content }));
    },
  };
}

function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

/** `z.request` refuses `{{bundle.*}}` since version 17, so that nobody can read secrets by typing them into a field. */
function refuseCurlies({ url, headers, params, body }) {
  if (/{{\s*(bundle|process)\.[^}]*}}/.test(JSON.stringify([url, headers, params, body]))) {
    throw new Error('z.request() no longer supports {{bundle.*}} or {{process.*}} as of v17');
  }
}

class NamedError extends Error {
  get name() {
    return this.constructor.name;
  }
}

class AppError extends NamedError {
  constructor(message, code, status) {
    super(JSON.stringify({ message, code, status }));
  }
}

const ERRORS = {
  Error: AppError,
  ResponseError: class ResponseError extends NamedError {},
  ThrottledError: class ThrottledError extends NamedError {},
  ExpiredAuthError: class ExpiredAuthError extends NamedError {},
  CheckError: class CheckError extends NamedError {},
};
