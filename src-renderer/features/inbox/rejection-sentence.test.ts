import { expect, test } from 'vitest';
import type { Form } from '../../../src-shared/schema/form.ts';
import { REFUSAL_REASONS } from '../../../src-shared/task/refusal.ts';
import { rejectionSentence } from './rejection-sentence.ts';

test('a task that somebody holds names the holder', () => {
  expect(rejectionSentence({ reason: 'held', message: 'x', holder: { id: 'u2', name: 'Bo Lindqvist' }, payload: {} })).toBe(
    'Bo Lindqvist holds this task.',
  );
  expect(rejectionSentence({ reason: 'held', message: 'x', holder: null, payload: {} })).toBe('Somebody holds this task.');
});

test('every reason that a server can give has a sentence', () => {
  for (const reason of [...REFUSAL_REASONS, 'unreadable'] as const) {
    expect(rejectionSentence({ reason, message: '', holder: null, payload: {} }), reason).toMatch(/^[A-Z].*\.$/);
  }
});

test('what does not fit a form is told by the labels of the form', () => {
  const forms = [complaint()];
  const refused = { reason: 'invalid_payload', holder: null, payload: { formId: 'complaint' } } as const;
  const message = 'What was entered does not fit the form: values.amount is missing; values.who must be a text.';
  expect(rejectionSentence({ ...refused, message }, forms)).toBe('Amount in euros is missing. Who must be a text.');
  expect(rejectionSentence({ ...refused, message: 'The form was switched off.' }, forms)).toBe('The form was switched off.');
  expect(rejectionSentence({ ...refused, message }), 'without the form').toBe(message);
});

function complaint(): Form {
  return {
    id: 'complaint',
    slug: 'complaint',
    title: 'Complaint',
    description: '',
    schema: { type: 'object', properties: { amount: { type: 'number', title: 'Amount in euros' }, who: { type: 'string' } } },
    ui: {},
    prefill: [],
    target: { queue_uid: null, due_in_seconds: null, fields: {} },
    public: false,
    frame_ancestors: [],
    enabled: true,
    url: '',
  };
}
