import { expect, test } from 'vitest';
import type { FormSubmission } from '../../../../src-shared/schema/form-submission.ts';
import { readSubmissionLines, submissionCsv } from './submission-csv.ts';

const TAKEN: FormSubmission = {
  ...{ id: 'F-1', at: '2026-11-21T07:00:00.000000+00:00', state: 'open', sender: { kind: 'public', id: null, name: '' } },
  ...{ task_uid: 'F-1', title: 'Late', status: 'TODO', problems: [] },
  fields: { title: 'Late', amount: 3, extra: ['a', 'b'] },
};
const REFUSED: FormSubmission = {
  ...{ id: 'F-2', at: '2026-11-21T08:00:00.000000+00:00', state: 'refused', sender: { kind: 'user', id: 'u', name: '=Bo' } },
  ...{ task_uid: null, title: null, status: null, problems: [{ field: 'amount', message: 'is missing' }], fields: {} },
};

test('every field has its column, those of the form first, also where nobody filled them in', () => {
  const [head, taken, refused] = submissionCsv([TAKEN, REFUSED], ['customer', 'title']).slice(1).split('\r\n');
  expect(head).toBe(
    'at,state,sender_kind,sender_id,sender_name,reference,status,problems,fields.customer,fields.title,fields.amount,fields.extra',
  );
  expect(taken).toBe(`${TAKEN.at},open,public,,,F-1,TODO,,,Late,3,"[""a"",""b""]"`);
  expect(refused).toBe(`${REFUSED.at},refused,user,u,'=Bo,,,amount: is missing,,,,`);
});

test('every line of an export is a submission', () => {
  expect(readSubmissionLines(`${JSON.stringify(TAKEN)}\n${JSON.stringify(REFUSED)}\n`)).toEqual([TAKEN, REFUSED]);
});
