import type { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

export class DocketApi implements ICredentialType {
  name = 'docketApi';

  displayName = 'Docket API';

  icon: Icon = { light: 'file:../icons/docket.svg', dark: 'file:../icons/docket.dark.svg' };

  documentationUrl = 'https://docket.example/integrations/n8n';

  properties: INodeProperties[] = [
    {
      displayName: 'Server',
      name: 'server',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'https://docket.example.com',
      description: 'The address of your Docket server, as n8n reaches it',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      description: 'Made by a Docket administrator, with the scopes tasks:read, tasks:write and hooks',
    },
  ];

  authenticate: IAuthenticateGeneric = {
    type: 'generic',
    properties: { headers: { Authorization: '=Bearer {{$credentials.apiKey}}' } },
  };

  test: ICredentialTestRequest = {
    request: { baseURL: '={{$credentials.server.replace(/\\/+$/, "")}}/api/v1', url: '/me' },
  };
}
