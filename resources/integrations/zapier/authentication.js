import { apiUrl } from './api-requests.js';

const NEEDED_SCOPES = ['tasks:read', 'tasks:write', 'hooks'];

/** Runs when somebody connects: tells at once what a key lacks, instead of failing later inside a Zap. */
async function testConnection(z, bundle) {
  const { data } = await z.request({ url: apiUrl(bundle, '/me') });
  if (data?.kind !== 'key') throw new z.errors.Error('This address did not answer like a Docket server.', 'not_docket');
  const missing = NEEDED_SCOPES.filter((scope) => !data.scopes.includes(scope));
  if (missing.length > 0) throw new z.errors.Error(`This API key lacks ${missing.join(', ')}.`, 'missing_scopes');
  return { name: data.name, source: data.source };
}

export const authentication = {
  type: 'custom',
  fields: [
    {
      key: 'server',
      label: 'Server',
      type: 'string',
      required: true,
      helpText: 'The address under which your Docket server can be reached from the internet, such as `https://docket.example.com`.',
    },
    {
      key: 'api_key',
      label: 'API key',
      type: 'password',
      required: true,
      helpText:
        'An administrator makes one in Docket under API keys, with the scopes `tasks:read`, `tasks:write` and `hooks`. It starts with `dk_live_`.',
    },
  ],
  test: testConnection,
  connectionLabel: '{{name}}',
};
