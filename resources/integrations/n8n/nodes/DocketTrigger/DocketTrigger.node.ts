import {
  type IDataObject,
  type IHookFunctions,
  type INodeType,
  type INodeTypeDescription,
  type IWebhookFunctions,
  type IWebhookResponseData,
  NodeConnectionTypes,
} from 'n8n-workflow';
import { findInDocket, requestDocket, taskPath } from '../docket-request.ts';
import { isSignedWith } from './verify-signature.ts';

const EVENTS = [
  { name: 'Task Assigned', value: 'task.assigned' },
  { name: 'Task Closed', value: 'task.closed', description: 'Done without having been worked in Docket' },
  { name: 'Task Completed', value: 'task.completed' },
  { name: 'Task Created', value: 'task.created' },
  { name: 'Task Due', value: 'task.due' },
  { name: 'Task Paused', value: 'task.paused' },
  { name: 'Task Reopened', value: 'task.reopened' },
  { name: 'Task Snoozed', value: 'task.snoozed' },
  { name: 'Task Started', value: 'task.started' },
  { name: 'Task Unassigned', value: 'task.unassigned' },
  { name: 'Task Updated', value: 'task.updated' },
];

/** What n8n keeps with the workflow between its activation and its deactivation. */
interface Registration {
  hookId?: string;
  secret?: string;
}

export class DocketTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Docket Trigger',
    name: 'docketTrigger',
    icon: { light: 'file:../../icons/docket.svg', dark: 'file:../../icons/docket.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{$parameter["events"].join(", ")}}',
    description: 'Starts the workflow when a task changes in Docket',
    defaults: { name: 'Docket Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'docketApi', required: true }],
    webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'docket' }],
    properties: [
      {
        displayName: 'Events',
        name: 'events',
        type: 'multiOptions',
        options: EVENTS,
        default: ['task.completed'],
        required: true,
        description: 'What starts the workflow',
      },
      {
        displayName: 'Include Task',
        name: 'includeTask',
        type: 'boolean',
        default: true,
        description: 'Whether to look the task up, so that its title, link and every field can be used in later nodes',
      },
    ],
  };

  webhookMethods = {
    default: {
      async checkExists(this: IHookFunctions): Promise<boolean> {
        return isRegistered(this);
      },
      async create(this: IHookFunctions): Promise<boolean> {
        await register(this);
        return true;
      },
      async delete(this: IHookFunctions): Promise<boolean> {
        await unregister(this);
        return true;
      },
    },
  };

  async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    const { secret } = this.getWorkflowStaticData('node') as Registration;
    const { rawBody } = this.getRequestObject();
    const headers = this.getHeaderData();
    if (!secret || !rawBody || !isSignedWith(secret, { headers, rawBody }, Date.now())) {
      this.getResponseObject().status(401).send('The signature does not match.').end();
      return { noWebhookResponse: true };
    }
    const event = this.getBodyData();
    const json = { ...event, webhookId: headers['webhook-id'], taskVersion: Number(headers['docket-task-version']) };
    const task = this.getNodeParameter('includeTask') ? { task: await findTask(this, event) } : {};
    return { workflowData: [this.helpers.returnJsonArray([{ ...json, ...task }])] };
  }
}

async function findTask(context: IWebhookFunctions, event: IDataObject): Promise<IDataObject | null> {
  const { id } = (event.data as { task: { id: string } }).task;
  // Removed since: the event is news all the same.
  const answer = await findInDocket(context, { method: 'GET', path: taskPath(id) });
  return answer?.body ?? null;
}

/** False also where the registration is for other events or another address: it is removed then, and n8n registers anew. */
async function isRegistered(context: IHookFunctions): Promise<boolean> {
  const { hookId, secret } = context.getWorkflowStaticData('node') as Registration;
  if (!hookId) return false;
  const answer = await findInDocket(context, { method: 'GET', path: hookPath(hookId) });
  const isCurrent = answer?.body.url === context.getNodeWebhookUrl('default') && sameEvents(answer?.body.events, eventsOf(context));
  if (isCurrent && secret) return true;
  await unregister(context);
  return false;
}

async function register(context: IHookFunctions): Promise<void> {
  const body = { target_url: context.getNodeWebhookUrl('default'), events: eventsOf(context) };
  const { body: hook } = await requestDocket(context, { method: 'POST', path: '/hooks', body });
  Object.assign(context.getWorkflowStaticData('node'), { hookId: hook.id, secret: hook.secret });
}

async function unregister(context: IHookFunctions): Promise<void> {
  const registration = context.getWorkflowStaticData('node') as Registration;
  if (registration.hookId) await requestDocket(context, { method: 'DELETE', path: hookPath(registration.hookId) });
  delete registration.hookId;
  delete registration.secret;
}

function eventsOf(context: IHookFunctions): string[] {
  return context.getNodeParameter('events') as string[];
}

function sameEvents(registered: unknown, wanted: string[]): boolean {
  return Array.isArray(registered) && registered.length === wanted.length && wanted.every((event) => registered.includes(event));
}

function hookPath(id: string): string {
  return `/hooks/${encodeURIComponent(id)}`;
}
