import { expect, it } from 'vitest';
import { fieldOfText, readTyped, valueKind } from './value-kind.ts';

it('enters a value by what the field is, or by what tasks have there', () => {
  expect(valueKind('due_at', '<', [])).toBe('date');
  expect(valueKind('due_at', 'contains', [])).toBe('text');
  expect(valueKind('status', 'in', [])).toBe('status');
  expect(valueKind('assignee_uid', '=', [])).toBe('person');
  expect(valueKind('fields.amount', '>', [1, 2.5])).toBe('number');
  expect(valueKind('fields.vip', '=', [true])).toBe('boolean');
  expect(valueKind('fields.since', '<', ['2026-01-01', '2026-02-01T10:00'])).toBe('date');
  expect(valueKind('fields.mixed', '=', [1, 'a'])).toBe('text');
});

it('keeps numbers as numbers only where tasks have numbers', () => {
  expect(readTyped('7', 'number')).toBe(7);
  expect(readTyped('007', 'text')).toBe('007');
  expect(readTyped('high', 'number')).toBe('high');
  expect(readTyped('true', 'boolean')).toBe(true);
  expect(readTyped('', 'text')).toBeNull();
});

it('finds the field that a word means', () => {
  expect(fieldOfText('Due')).toBe('due_at');
  expect(fieldOfText('priority')).toBe('priority');
  expect(fieldOfText(' country ')).toBe('fields.country');
  expect(fieldOfText('fields.status')).toBe('fields.status');
  expect(fieldOfText('')).toBe('');
});
