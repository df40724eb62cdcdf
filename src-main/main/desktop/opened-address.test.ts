import { expect, test } from 'vitest';
import { AddressBox, findAddress, readAddress } from './opened-address.ts';

test.each([
  ['docket://task/4711', '4711'],
  ['docket://task/case%3A1@x', 'case:1@x'],
  ['DOCKET://Task/a-b/', 'a-b'],
])('%s names a task', (address, taskId) => {
  expect(readAddress(address)).toEqual({ taskId });
});

test.each([
  'docket://task/',
  'docket://task/a/b',
  'docket://task/..%2F..%2Fetc',
  'docket://task/a%00b',
  'docket://task/%E0%A4%A',
  'docket://task/a?act=complete',
  'docket://task/a#complete',
  'docket://ada:secret@task/a',
  'docket://complete/a',
  'docket:task/a',
  'https://task/a',
  `docket://task/${'a'.repeat(129)}`,
  'docket://',
])('%s names none', (address) => {
  expect(readAddress(address)).toEqual({ taskId: null });
});

test('an address is found among the arguments of a second start', () => {
  expect(findAddress(['/opt/docket', '--flag', 'docket://task/1'])).toBe('docket://task/1');
  expect(findAddress(['/opt/docket', 'https://example.com/docket://task/1'])).toBeNull();
});

test('the last address is kept until it is taken, once', () => {
  const arrivals: string[] = [];
  const box = new AddressBox(() => arrivals.push('arrived'));
  expect(box.take()).toBeNull();
  box.put('docket://task/1');
  box.put('docket://task/2');
  expect(arrivals).toHaveLength(2);
  expect(box.take()).toEqual({ taskId: '2' });
  expect(box.take()).toBeNull();
});
