import { type Static, Type } from 'typebox';
import { StringEnum } from '../../../src-shared/schema/string-enum.ts';

export const EXPRESSION_CHARACTERS = 500;

function expression(title: string, description: string, options: Readonly<Record<string, unknown>> = {}) {
  return Type.String({ title, description, maxLength: EXPRESSION_CHARACTERS, ...options });
}

/** From what the source sends about one item to what a task shows. Each is a name, a path, or a JSONata expression. */
export const RecordMapping = Type.Object(
  {
    id: expression('Id', 'What stays the same for as long as the item lives. Required.', { default: 'id' }),
    title: Type.Optional(expression('Title', 'For example: title, or customer.name & " " & reason')),
    url: Type.Optional(expression('Link', 'The page on which an operator works on the item. A path is taken as one on the same server.')),
    due: Type.Optional(expression('Due', 'A date and time. Without an offset it is read in the time zone below.')),
    created: Type.Optional(expression('Created', 'A date and time.')),
    status: Type.Optional(expression('Status', 'The word that the source uses. Without it every item in the list is open.')),
    assignee: Type.Optional(expression('Assignee', 'The email address, or the id, of the person.')),
    priority: Type.Optional(expression('Priority', 'A number; a smaller one is more urgent.')),
  },
  // Made by pointing at a sample of the source.
  { additionalProperties: false, title: 'Mapping', 'x-mapped-by-sample': true },
);
export type RecordMapping = Static<typeof RecordMapping>;

/** For forms that are made from the schema: asked only where another field has one of these values. */
function shownWhen(name: string, ...values: string[]) {
  return { 'x-shown-when': { name, values } };
}

export const SOURCE_FORMATS = ['json', 'html', 'csv', 'sql'] as const;

export const BackOfficeConfig = Type.Object(
  {
    baseUrl: Type.String({
      title: 'Address',
      description: 'https://office.example.com, or postgres://db.example.com:5432/office or mysql://… for a query.',
      minLength: 1,
      maxLength: 500,
    }),
    format: Type.Unsafe<(typeof SOURCE_FORMATS)[number]>({
      ...StringEnum(SOURCE_FORMATS),
      'x-enum-titles': ['JSON', 'HTML table', 'CSV', 'SQL'],
      title: 'Kind of list',
      description: 'A JSON list, an HTML table, a CSV file, or the answer to a SQL query.',
      default: 'json',
    }),
    path: Type.Optional(
      Type.String({
        title: 'Path of the list',
        description: 'For example /api/tasks?state=open',
        maxLength: 500,
        default: '/',
        ...shownWhen('format', 'json', 'html', 'csv'),
      }),
    ),
    items: Type.Optional(
      expression(
        'Where the items are',
        'Path to the list, for example data.tasks. Empty: the answer is the list.',
        shownWhen('format', 'json'),
      ),
    ),
    table: Type.Optional(
      Type.String({
        title: 'Table',
        description: 'CSS selector of the table.',
        maxLength: 500,
        default: 'table',
        ...shownWhen('format', 'html'),
      }),
    ),
    rows: Type.Optional(
      Type.String({
        title: 'Rows',
        description: 'CSS selector of a row in the table.',
        maxLength: 500,
        default: 'tbody tr',
        ...shownWhen('format', 'html'),
      }),
    ),
    columns: Type.Optional(
      Type.Record(Type.String({ maxLength: 64 }), Type.String({ maxLength: 500 }), {
        title: 'Columns',
        description:
          'Name and CSS selector in the row; selector@attribute for an attribute. Without any, the heads of the table name them.',
        maxProperties: 100,
        ...shownWhen('format', 'html'),
      }),
    ),
    delimiter: Type.Optional(
      Type.String({
        title: 'Separator',
        description: ', ; or a tab.',
        minLength: 1,
        maxLength: 1,
        default: ',',
        ...shownWhen('format', 'csv'),
      }),
    ),
    query: Type.Optional(
      Type.String({
        title: 'Query',
        description: 'One SELECT. It runs in a read-only transaction.',
        maxLength: 20_000,
        ...shownWhen('format', 'sql'),
      }),
    ),
    paging: Type.Optional(
      Type.Unsafe<'none' | 'link' | 'cursor' | 'page'>({
        ...StringEnum(['none', 'link', 'cursor', 'page']),
        'x-enum-titles': ['All on one page', 'By a link', 'By a cursor', 'By a page number'],
        title: 'Pages',
        description: 'How the list goes on.',
        default: 'none',
        ...shownWhen('format', 'json', 'html'),
      }),
    ),
    next: Type.Optional(
      expression(
        'Next page',
        'Link or cursor: where it stands in the answer, for example links.next. HTML: CSS selector of the link.',
        shownWhen('paging', 'link', 'cursor'),
      ),
    ),
    pageParameter: Type.Optional(
      Type.String({
        title: 'Name of the page or cursor',
        description: 'The query parameter.',
        maxLength: 100,
        default: 'page',
        ...shownWhen('paging', 'cursor', 'page'),
      }),
    ),
    firstPage: Type.Optional(
      Type.Integer({ title: 'Number of the first page', minimum: 0, maximum: 1, default: 1, ...shownWhen('paging', 'page') }),
    ),
    timeZone: Type.Optional(
      Type.String({
        title: 'Time zone',
        description: 'Of dates without an offset, for example Europe/Paris.',
        maxLength: 64,
        default: 'UTC',
      }),
    ),
    closedWords: Type.Optional(
      Type.Array(Type.String({ maxLength: 100 }), {
        title: 'Words for closed',
        description: 'Items in the list with one of these as status are done.',
        maxItems: 50,
      }),
    ),
    mapping: RecordMapping,
  },
  { additionalProperties: false },
);
export type BackOfficeConfig = Static<typeof BackOfficeConfig>;

const Secret = (title: string) => Type.String({ title, minLength: 1, maxLength: 10_000, format: 'password' });

export const BackOfficeCredentials = Type.Union([
  Type.Object({ type: Type.Literal('none') }, { title: 'None', additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('header'),
      name: Type.String({ title: 'Name of the header', pattern: '^[A-Za-z0-9-]{1,64}$' }),
      value: Secret('Value'),
    },
    { title: 'A header', additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('basic'), username: Type.String({ title: 'User name', maxLength: 256 }), password: Secret('Password') },
    { title: 'User name and password', additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('bearer'), token: Secret('Token') }, { title: 'Bearer token', additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('form'),
      path: Type.String({ title: 'Path of the log-in page', maxLength: 2048, default: '/login' }),
      usernameField: Type.String({ title: 'Name of the user name’s field', maxLength: 100, default: 'username' }),
      passwordField: Type.String({ title: 'Name of the password’s field', maxLength: 100, default: 'password' }),
      username: Type.String({ title: 'User name', maxLength: 256 }),
      password: Secret('Password'),
    },
    { title: 'Log-in form', additionalProperties: false },
  ),
]);
export type BackOfficeCredentials = Static<typeof BackOfficeCredentials>;

/** Beyond this a source is no backlog that people work through. */
export const RECORDS_MAXIMUM = 100_000;
