import { expect, it } from 'vitest';
import type { FiguresFile } from './figures-file.ts';
import { pageOf } from './write-table.ts';

const RUN: FiguresFile = {
  ...{ benchmark: 'next', args: ['sqlite'], at: '2026-11-21T10:00:00.000Z', seconds: 61 },
  machine: { processors: 2, memoryGb: 24, system: 'linux x64', node: 'v26.10.0', loopsPerMicro: 4_000, jsonPerSecond: 2e6, syncMs: 0.125 },
  figures: [
    { name: 'p99', value: 71.5, unit: 'ms', limit: 'at most 50', isKept: false, runs: [70, 71.5, 80] },
    { name: 'rate', value: 900, unit: '/s', peer: 'echo', peerValue: 1_800, ratio: 0.5, limit: 'ratio at least 0.40', isKept: true },
  ],
};

it('the page of results says what was measured, when, on what kind of machine, and what missed its limit', () => {
  const page = pageOf([RUN]);
  expect(page).toContain('## `npm run bench -- next sqlite`');
  expect(page).toContain('2026-11-21, 2 processors, 24 GB, linux x64, Node 26.10.0, 61 s. Calibration: 4,000 rounds');
  expect(page).toContain('| p99 | 71.50 ms |  |  | at most 50 | **missed** |');
  expect(page).toContain('| rate | 900 /s | echo: 1,800 /s | 0.50 | ratio at least 0.40 | kept |');
});

it('the page of results leaves out runs of builds elsewhere', () => {
  expect(pageOf([{ ...RUN, args: ['--app=/somewhere/else'] }])).not.toContain('p99');
});

it('the page of results keeps what was measured elsewhere, and has the last run of the others', () => {
  const other: FiguresFile = { ...RUN, benchmark: 'batch', args: [] };
  const before = pageOf([other, RUN]);
  const [figure] = RUN.figures;
  const page = pageOf([{ ...RUN, figures: figure ? [{ ...figure, value: 40 }] : [] }], before);
  expect(page.match(/^## .*$/gm)).toEqual(['## `npm run bench -- batch`', '## `npm run bench -- next sqlite`']);
  expect(page).toContain('| p99 | 40 ms |');
  expect(page.match(/71\.50/g)).toHaveLength(1);
  expect(pageOf([], page)).toBe(page);
});
