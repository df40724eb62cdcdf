/** What n8n binds to `this` when it runs a node: parameters with their defaults, credentials, requests with them. */
function nodeContext({ description, parameters, credential, credentials }) {
  const context = {
    getNode: () => ({ id: '1', name: description.displayName, type: `n8n-nodes-docket.${description.name}`, typeVersion: 1, parameters }),
    getCredentials: async () => credentials,
    getTimezone: () => 'Europe/Paris',
    helpers: {
      returnJsonArray: (items) => items.map((json) => ({ json })),
      httpRequestWithAuthentication: (_name, options) => requestAs(credential, credentials, options),
    },
  };
  return context;
}

/** For `checkExists`, `create` and `delete`. */
export function hookContext(options) {
  return {
    ...nodeContext(options),
    getNodeParameter: (name) => readParameter(options.description, options.parameters, name),
    getWorkflowStaticData: () => options.staticData,
    getNodeWebhookUrl: () => options.webhookUrl,
  };
}

/** For `webhook`: a request as it came over the wire. `answer` is what was answered without starting the workflow. */
export function webhookContext(options, { headers, bytes }) {
  const answer = { status: 200, body: null };
  const response = {
    status(code) {
      answer.status = code;
      return response;
    },
    send(body) {
      answer.body = body;
      return response;
    },
    end: () => response,
  };
  return {
    ...hookContext(options),
    answer,
    getRequestObject: () => ({ headers, rawBody: Buffer.from(bytes), body: JSON.parse(bytes) }),
    getResponseObject: () => response,
    getHeaderData: () => headers,
    getBodyData: () => JSON.parse(bytes),
  };
}

/** For `execute`. */
export function executeContext(options, items) {
  return {
    ...nodeContext(options),
    getInputData: () => items.map((json) => ({ json })),
    continueOnFail: () => options.continueOnFail ?? false,
    getNodeParameter(name, _itemIndex, fallback) {
      const value = readParameter(options.description, options.parameters, name);
      if (value !== undefined) return value;
      if (fallback !== undefined) return fallback;
      throw new Error(`Could not get parameter ${name}`);
    },
  };
}

/** What was set, or the default, of the property of this name that the editor shows. */
function readParameter(description, parameters, name) {
  const shown = description.properties
    .filter((property) => property.name === name)
    .find((property) => isShown(property, description, parameters));
  return shown && (parameters[name] ?? shown.default);
}

function isShown({ displayOptions }, description, parameters) {
  return Object.entries(displayOptions?.show ?? {}).every(([name, values]) =>
    values.includes(readParameter(description, parameters, name)),
  );
}

async function requestAs(credential, credentials, { method, url, qs, body, returnFullResponse, ignoreHttpStatusErrors }) {
  const address = new URL(url);
  for (const [name, value] of Object.entries(qs ?? {})) address.searchParams.set(name, value);
  const headers = {
    'user-agent': 'n8n',
    accept: 'application/json',
    ...resolveAll(credential.authenticate.properties.headers, credentials),
  };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(address, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok && !ignoreHttpStatusErrors) throw new Error(`Request failed with status code ${response.status}`);
  const parsed = text === '' ? '' : JSON.parse(text);
  return returnFullResponse ? { statusCode: response.status, headers: Object.fromEntries(response.headers), body: parsed } : parsed;
}

function resolveAll(templates, credentials) {
  return Object.fromEntries(Object.entries(templates).map(([name, template]) => [name, resolveExpression(template, credentials)]));
}

/** `=` starts an expression; what stands in `{{ }}` is JavaScript. */
export function resolveExpression(template, credentials) {
  if (!template.startsWith('=')) return template;
  return template.slice(1).replace(/{{(.*?)}}/g, (_, code) => new Function('$credentials', `return ${code}`)(credentials));
}
