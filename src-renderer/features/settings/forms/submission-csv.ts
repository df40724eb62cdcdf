import type { FormSubmission } from '../../../../src-shared/schema/form-submission.ts';
import type { JsonValue } from '../../../../src-shared/schema/task.ts';
import { type CsvValue, csvText } from '../../../ui/csv.ts';

const COLUMNS: readonly (readonly [name: string, read: (submission: FormSubmission) => CsvValue])[] = [
  ['at', ({ at }) => at],
  ['state', ({ state }) => state],
  ['sender_kind', ({ sender }) => sender.kind],
  ['sender_id', ({ sender }) => sender.id],
  ['sender_name', ({ sender }) => sender.name],
  ['reference', ({ task_uid }) => task_uid],
  ['status', ({ status }) => status],
  [
    'problems',
    ({ problems }) => problems.map(({ field, message }) => [field, message].filter((part) => part !== '').join(': ')).join('\n'),
  ],
];

/** A line for each submission; after what is known of all of them a column for each field, those of the form first. */
export function submissionCsv(submissions: readonly FormSubmission[], formFields: readonly string[]): string {
  const names = new Set([...formFields, ...submissions.flatMap(({ fields }) => Object.keys(fields ?? {}))]);
  return csvText([
    [...COLUMNS.map(([name]) => name), ...[...names].map((name) => `fields.${name}`)],
    ...submissions.map((submission) => [
      ...COLUMNS.map(([, read]) => read(submission)),
      ...[...names].map((name) => cellOf(submission.fields?.[name])),
    ]),
  ]);
}

/** The export as the server sends it: a submission a line. */
export function readSubmissionLines(text: string): FormSubmission[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

function cellOf(value: JsonValue | undefined): CsvValue {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
