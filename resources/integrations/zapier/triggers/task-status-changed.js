import { apiUrl, taskPath } from '../api-requests.js';

const EVENTS = {
  'task.completed': 'Task completed',
  'task.assigned': 'Task assigned',
  'task.unassigned': 'Task unassigned',
  'task.started': 'Task started',
  'task.paused': 'Task paused',
  'task.created': 'Task created',
  'task.updated': 'Task updated',
  'task.closed': 'Task closed without being worked',
  'task.reopened': 'Task reopened',
  'task.snoozed': 'Task snoozed',
  'task.due': 'Task due',
};

const SAMPLES = 3;

async function subscribe(z, bundle) {
  const { data } = await z.request({
    url: apiUrl(bundle, '/hooks'),
    method: 'POST',
    body: { target_url: bundle.targetUrl, event: bundle.inputData.event },
  });
  // Zapier keeps what is returned here: the signing secret has no business there.
  return { id: data.id };
}

async function unsubscribe(z, bundle) {
  const { id } = bundle.subscribeData;
  await z.request({ url: apiUrl(bundle, `/hooks/${encodeURIComponent(id)}`), method: 'DELETE' });
  return { id };
}

/** One event as it came. Its id is made like that of the samples, so that a step sees the same shape in both. */
async function receive(z, bundle) {
  const { type, data, sentAt } = bundle.cleanedRequest;
  const version = headerOf(bundle.rawRequest, 'docket-task-version') ?? data.task.status.at;
  return [await withTask(z, bundle, { id: `${data.task.id}:${version}`, type, data, sentAt })];
}

/** What the editor shows while a Zap is being built: the newest real events of this kind. */
async function listSamples(z, bundle) {
  const { data } = await z.request({ url: apiUrl(bundle, '/hooks/samples'), params: { event: bundle.inputData.event, limit: SAMPLES } });
  return Promise.all(data.map((sample) => withTask(z, bundle, sample)));
}

async function withTask(z, bundle, event) {
  if (bundle.inputData.include_task === false) return event;
  const response = await z.request({ url: apiUrl(bundle, taskPath(event.data.task.id)), skipThrowForStatus: true });
  // The task may have been removed since; the event is news all the same.
  if (response.status === 404) return { ...event, task: null };
  response.throwForStatus();
  return { ...event, task: response.data };
}

/** Zapier writes the names of headers its own way, such as `Http-Docket-Task-Version`. */
function headerOf(rawRequest, name) {
  const wanted = new RegExp(`^(http[-_])?${name.replaceAll('-', '[-_]')}$`, 'i');
  return Object.entries(rawRequest?.headers ?? {}).find(([header]) => wanted.test(header))?.[1];
}

export const taskStatusChanged = {
  key: 'task_status_changed',
  noun: 'Task event',
  display: {
    label: 'Task Status Changed',
    description: 'Triggers the moment a task is assigned, started, paused, completed or otherwise changed in Docket.',
  },
  operation: {
    type: 'hook',
    inputFields: [
      { key: 'event', label: 'Event', type: 'string', required: true, choices: EVENTS, default: 'task.completed' },
      {
        key: 'include_task',
        label: 'Include the whole task?',
        type: 'boolean',
        required: false,
        default: 'true',
        helpText: 'Looks the task up, so that its title, link and every field can be used in later steps.',
      },
    ],
    performSubscribe: subscribe,
    performUnsubscribe: unsubscribe,
    perform: receive,
    performList: listSamples,
    sample: {
      id: 'claim-123:4',
      type: 'task.completed',
      data: {
        task: { id: 'claim-123', status: { name: 'DONE', userId: 'user_1', at: '2026-01-31T09:00:00.000000+00:00' } },
        info: {},
      },
      sentAt: '2026-01-31T09:00:00.010000+00:00',
      task: { uid: 'claim-123', status: 'DONE', title: 'Claim ABC', url: 'https://example.com/claims/abc', fields: { country: 'FR' } },
    },
    outputFields: [
      { key: 'id', label: 'Event ID' },
      { key: 'type', label: 'Event' },
      { key: 'data__task__id', label: 'Task ID' },
      { key: 'data__task__status__name', label: 'Status' },
      { key: 'data__task__status__userId', label: 'Operator ID' },
      { key: 'data__task__status__at', label: 'Changed at' },
      { key: 'task__title', label: 'Title' },
      { key: 'task__url', label: 'Link' },
    ],
  },
};
