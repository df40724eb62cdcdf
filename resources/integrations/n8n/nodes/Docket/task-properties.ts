import type { INodeProperties } from 'n8n-workflow';

function shownFor(...operations: string[]): INodeProperties['displayOptions'] {
  return { show: { resource: ['task'], operation: operations } };
}

function shownForAction(action: string): INodeProperties['displayOptions'] {
  return { show: { resource: ['task'], operation: ['act'], action: [action] } };
}

const STATUSES = [
  { name: 'To Do', value: 'TODO' },
  { name: 'Assigned', value: 'ASSIGNED' },
  { name: 'Started', value: 'STARTED' },
  { name: 'Done', value: 'DONE' },
];

const OPERATION: INodeProperties = {
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: ['task'] } },
  options: [
    { name: 'Act', value: 'act', action: 'Act on a task', description: 'Assign, start, pause, complete, reopen, snooze or release a task' },
    { name: 'Comment', value: 'comment', action: 'Comment on a task', description: 'Add a comment to a task' },
    {
      name: 'Create or Update',
      value: 'upsert',
      action: 'Create or update a task',
      description: 'Create a new record, or update the current one if it already exists (upsert)',
    },
    { name: 'Get', value: 'get', action: 'Get a task', description: 'Get one task by its Docket ID' },
    { name: 'Get Many', value: 'getMany', action: 'Get many tasks', description: 'Find tasks by external ID, status or any field' },
  ],
  default: 'upsert',
};

const UPSERT: INodeProperties[] = [
  {
    displayName: 'External ID',
    name: 'externalId',
    type: 'string',
    default: '',
    displayOptions: shownFor('upsert'),
    description: 'What your own system calls it. The same external ID updates the same task; without one, each run makes a new task.',
  },
  { displayName: 'Title', name: 'title', type: 'string', default: '', displayOptions: shownFor('upsert') },
  {
    displayName: 'Link',
    name: 'url',
    type: 'string',
    default: '',
    displayOptions: shownFor('upsert'),
    description: 'Where the operator does the work',
  },
  {
    displayName: 'Fields From',
    name: 'fieldsFrom',
    type: 'options',
    options: [
      { name: 'All Values of the Incoming Item', value: 'item' },
      { name: 'JSON', value: 'json' },
    ],
    default: 'item',
    displayOptions: shownFor('upsert'),
    description: 'Queues in Docket are conditions over fields: send more than you need today',
  },
  {
    displayName: 'Fields',
    name: 'fields',
    type: 'json',
    default: '{}',
    displayOptions: { show: { resource: ['task'], operation: ['upsert'], fieldsFrom: ['json'] } },
  },
  {
    displayName: 'Additional Fields',
    name: 'additionalFields',
    type: 'collection',
    placeholder: 'Add Field',
    default: {},
    displayOptions: shownFor('upsert'),
    options: [
      {
        displayName: 'Due At',
        name: 'dueAt',
        type: 'dateTime',
        default: '',
        description: 'In the time zone of the workflow, unless it has its own',
      },
      { displayName: 'Priority', name: 'priority', type: 'number', default: 0 },
      {
        displayName: 'Status',
        name: 'status',
        type: 'options',
        options: STATUSES.filter(({ value }) => value === 'TODO' || value === 'DONE'),
        default: 'TODO',
        description: 'Leave it out to let Docket look after the status',
      },
      {
        displayName: 'Task ID',
        name: 'uid',
        type: 'string',
        default: '',
        description: 'Instead of an external ID, when you know it from a trigger',
      },
    ],
  },
];

const GET_MANY: INodeProperties[] = [
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    displayOptions: shownFor('getMany'),
    description: 'Whether to return all results or only up to a given limit',
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    displayOptions: { show: { resource: ['task'], operation: ['getMany'], returnAll: [false] } },
    description: 'Max number of results to return',
  },
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    default: {},
    displayOptions: shownFor('getMany'),
    options: [
      { displayName: 'Assignee ID', name: 'assigneeUid', type: 'string', default: '' },
      { displayName: 'External ID', name: 'externalId', type: 'string', default: '' },
      { displayName: 'Field Name', name: 'fieldName', type: 'string', default: '', placeholder: 'country' },
      { displayName: 'Field Value', name: 'fieldValue', type: 'string', default: '' },
      { displayName: 'Queue ID', name: 'queueUid', type: 'string', default: '' },
      { displayName: 'Status', name: 'status', type: 'multiOptions', options: STATUSES, default: [] },
    ],
  },
];

const ACT: INodeProperties[] = [
  {
    displayName: 'Action',
    name: 'action',
    type: 'options',
    options: [
      { name: 'Assign', value: 'assign' },
      { name: 'Complete', value: 'complete' },
      { name: 'Pause', value: 'pause' },
      { name: 'Release', value: 'unassign' },
      { name: 'Reopen', value: 'reopen' },
      { name: 'Snooze', value: 'snooze' },
      { name: 'Start', value: 'start' },
    ],
    default: 'complete',
    displayOptions: shownFor('act'),
  },
  {
    displayName: 'Assignee Email',
    name: 'assigneeEmail',
    type: 'string',
    placeholder: 'name@email.com',
    default: '',
    required: true,
    displayOptions: shownForAction('assign'),
  },
  { displayName: 'Until', name: 'until', type: 'dateTime', default: '', required: true, displayOptions: shownForAction('snooze') },
  { displayName: 'Comment', name: 'completionComment', type: 'string', default: '', displayOptions: shownForAction('complete') },
];

export const TASK_PROPERTIES: INodeProperties[] = [
  OPERATION,
  {
    displayName: 'Task ID',
    name: 'taskUid',
    type: 'string',
    default: '',
    required: true,
    displayOptions: shownFor('act', 'comment', 'get'),
    description: 'The ID of the task in Docket, such as {{ $json.data.task.id }} after a trigger',
  },
  ...UPSERT,
  ...GET_MANY,
  ...ACT,
  {
    displayName: 'Text',
    name: 'text',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    required: true,
    displayOptions: shownFor('comment'),
  },
];
