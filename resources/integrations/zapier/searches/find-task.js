import { apiUrl, taskPath } from '../api-requests.js';

/** Zapier takes the first; the newest comes first. */
const LIMIT = 10;

async function find(z, bundle) {
  const { uid, external_id, field_name, field_value } = bundle.inputData;
  if (uid) return findByUid(z, bundle, uid);
  if (external_id) return findByField(z, bundle, 'external_id', external_id);
  if (field_name && field_value !== undefined) return findByField(z, bundle, field_name, field_value);
  throw new z.errors.Error('Fill in an external ID, a Docket task ID, or the name and value of a field.', 'nothing_to_search');
}

async function findByUid(z, bundle, uid) {
  const response = await z.request({ url: apiUrl(bundle, taskPath(uid)), skipThrowForStatus: true });
  if (response.status === 404) return [];
  response.throwForStatus();
  return [response.data];
}

async function findByField(z, bundle, name, value) {
  const params = { [`fields.${name}`]: String(value), limit: LIMIT, format: 'array' };
  const { data } = await z.request({ url: apiUrl(bundle, '/tasks/'), params });
  return data;
}

export const findTask = {
  key: 'find_task',
  noun: 'Task',
  display: { label: 'Find Task', description: 'Finds a task in Docket by external ID, by its Docket ID, or by any field.' },
  operation: {
    inputFields: [
      { key: 'external_id', label: 'External ID', type: 'string', required: false },
      { key: 'uid', label: 'Docket task ID', type: 'string', required: false },
      {
        key: 'field_name',
        label: 'Field name',
        type: 'string',
        required: false,
        helpText: 'Such as `country`. Used when both IDs are empty.',
      },
      { key: 'field_value', label: 'Field value', type: 'string', required: false },
    ],
    perform: find,
    sample: {
      uid: 'claim-123',
      status: 'TODO',
      title: 'Claim ABC',
      url: 'https://example.com/claims/abc',
      fields: { title: 'Claim ABC', external_id: '123', country: 'FR' },
    },
    outputFields: [
      { key: 'uid', label: 'Task ID' },
      { key: 'status', label: 'Status' },
      { key: 'title', label: 'Title' },
      { key: 'url', label: 'Link' },
    ],
  },
};
