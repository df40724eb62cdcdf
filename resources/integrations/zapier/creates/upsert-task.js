import { apiUrl } from '../api-requests.js';

async function upsert(z, bundle) {
  const response = await z.request({ url: apiUrl(bundle, '/tasks/'), method: 'PATCH', body: taskOf(bundle.inputData) });
  return { ...response.data, result: response.getHeader('docket-result'), warnings: warningsOf(response) };
}

/** Only what was filled in: what a PATCH does not name stays as it is. */
function taskOf({ uid, external_id, title, url, fields, due_at, priority, status }) {
  return definedOf({ uid, due_at, priority, status, fields: definedOf({ ...fields, title, url, external_id }) });
}

function definedOf(values) {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}

function warningsOf(response) {
  const header = response.getHeader('docket-warnings');
  return header ? JSON.parse(decodeURIComponent(header)).map(({ message }) => message) : [];
}

export const upsertTask = {
  key: 'upsert_task',
  noun: 'Task',
  display: { label: 'Create or Update Task', description: 'Creates a task in Docket, or updates the one that has the same external ID.' },
  operation: {
    inputFields: [
      {
        key: 'external_id',
        label: 'External ID',
        type: 'string',
        required: false,
        helpText:
          'What your own system calls it, such as the number of a ticket or of a row. The same external ID updates the same task; **without one, each run makes a new task**.',
      },
      { key: 'title', label: 'Title', type: 'string', required: false },
      { key: 'url', label: 'Link', type: 'string', required: false, helpText: 'Where the operator does the work.' },
      { key: 'due_at', label: 'Due at', type: 'datetime', required: false, helpText: 'A new task without it is due at once.' },
      {
        key: 'fields',
        label: 'Fields',
        dict: true,
        required: false,
        helpText:
          'Everything else that you know about it. Queues in Docket are conditions over these fields: send more than you need today.',
      },
      { key: 'priority', label: 'Priority', type: 'number', required: false },
      {
        key: 'status',
        label: 'Status',
        type: 'string',
        required: false,
        choices: { TODO: 'To do', DONE: 'Done' },
        helpText: 'Leave it empty to let Docket look after the status. **Done** closes the task when your own system has closed it.',
      },
      {
        key: 'uid',
        label: 'Docket task ID',
        type: 'string',
        required: false,
        helpText: 'Instead of an external ID, when you know it from a trigger.',
      },
    ],
    perform: upsert,
    sample: {
      uid: 'claim-123',
      status: 'TODO',
      title: 'Claim ABC',
      url: 'https://example.com/claims/abc',
      fields: { title: 'Claim ABC', url: 'https://example.com/claims/abc', external_id: '123', country: 'FR' },
      version: 1,
      result: 'created',
      warnings: [],
    },
    outputFields: [
      { key: 'uid', label: 'Task ID' },
      { key: 'status', label: 'Status' },
      { key: 'title', label: 'Title' },
      { key: 'url', label: 'Link' },
      { key: 'result', label: 'Result (created, updated or unchanged)' },
    ],
  },
};
