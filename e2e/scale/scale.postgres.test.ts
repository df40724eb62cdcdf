import { beforeAll, describe, expect, inject, it } from 'vitest';
import type {} from '../../src-server/store/postgres/provide-postgres.ts';
import { Figures } from './figures.ts';
import { runScale, type ScaleRun } from './run-scale.ts';
import { SPOILT } from './spoilt-evidence.ts';
import { verifyEvidence } from './verify-evidence.ts';

/** `npm run scale` is the long one. */
describe('load on several server processes that are killed', () => {
  let run: ScaleRun;

  beforeAll(async () => {
    run = await runScale(inject('postgresUrl'), { seconds: 5, seed: 1, servers: 3, isShort: true }, { tell: () => undefined });
  }, 120_000);

  it('loses nothing, doubles nothing, and keeps the order', () => {
    expect(run.figures.faults).toEqual([]);
    expect(run.figures.of('kills')).toBeGreaterThanOrEqual(2);
    expect(run.figures.of('moments of a replica checked')).toBeGreaterThan(0);
  });

  it.each(SPOILT)('would find $name', ({ spoil, foundAs }) => {
    const evidence = structuredClone(run.evidence);
    if (!evidence) throw new Error('the run broke off');
    spoil(evidence);
    const figures = new Figures();
    verifyEvidence(evidence, figures);
    expect(figures.faults.map(({ kind }) => kind)).toContain(foundAs);
  });
});
