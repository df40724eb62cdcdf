/**
 * The address of an endpoint on the customer's server. People paste the server's address with and without a scheme,
 * a trailing slash or the API's base.
 */
export function apiUrl(bundle, path) {
  const typed = bundle.authData.server.trim();
  const server = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
  return `${server.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1${path}`;
}

export function taskPath(uid) {
  return `/tasks/${encodeURIComponent(uid)}`;
}

/** @param {{ headers?: Record<string, string> }} request */
export function addApiKey(request, _z, bundle) {
  request.headers = { ...request.headers, Authorization: `Bearer ${bundle.authData.api_key}` };
  return request;
}

/**
 * Docket's own sentence, instead of a dump of the answer. A 401 marks the connection as expired, which pauses the Zaps
 * and tells their owner; a 429 never gets here, the platform waits by itself; what a caller wants to see is left alone.
 */
export function explainRefusal(response, z) {
  if (response.status < 400 || response.skipThrowForStatus) return response;
  const { code, message } = response.data?.error ?? {};
  if (response.status === 401) throw new z.errors.ExpiredAuthError(`Docket did not accept the API key. ${message ?? ''}`.trim());
  if (typeof message === 'string') throw new z.errors.Error(message, code, response.status);
  return response;
}
