import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const planted = mkdtempSync(join(tmpdir(), 'docket-boundaries-'));
afterAll(() => rmSync(planted, { recursive: true, force: true }));

/** rule → a file that breaks it, and what it imports. */
const PLANTED: [string, string, string][] = [
  ['shared-is-pure', 'src-shared/a1.ts', "import '../src-server/store/b.ts';"],
  ['shared-is-pure', 'src-shared/a2.ts', "import type { B } from '../src-server/store/b.ts';\nexport type A = B;"],
  ['shared-has-no-node', 'src-shared/a3.ts', "import 'node:fs';"],
  ['shared-packages', 'src-shared/a4.ts', "import 'rxjs';"],
  ['main-stays-main', 'src-main/main/a1.ts', "import '../../src-renderer/data/b.ts';"],
  ['main-packages', 'src-main/main/a2.ts', "import 'react';"],
  ['preload-is-thin', 'src-main/preload/a1.ts', "import '../../src-shared/task/b.ts';"],
  ['preload-packages', 'src-main/preload/a2.ts', "import 'typebox';"],
  ['renderer-stays-renderer', 'src-renderer/data/a1.ts', "import '../../src-main/main/b.ts';"],
  ['renderer-has-no-node', 'src-renderer/data/a2.ts', "import 'node:crypto';"],
  ['renderer-has-no-electron', 'src-renderer/data/a3.ts', "import 'electron';"],
  ['ui-has-no-data', 'src-renderer/ui/a1.tsx', "import '../data/b.ts';"],
  ['data-is-below', 'src-renderer/data/a4.ts', "import '../ui/b.tsx';"],
  ['commands-are-below-features', 'src-renderer/commands/a1.ts', "import '../features/queue/b.tsx';"],
  ['state-is-below-features', 'src-renderer/state/a1.ts', "import '../features/queue/b.tsx';"],
  ['features-are-apart', 'src-renderer/features/task/a1.tsx', "import '../queue/b.tsx';"],
  ['features-are-below-app', 'src-renderer/features/task/a2.tsx', "import '../../app/b.tsx';"],
  ['server-stays-server', 'src-server/tasks/a1.ts', "import '../../src-main/main/b.ts';"],
  ['server-has-no-electron', 'src-server/tasks/a2.ts', "import 'electron';"],
  ['fastify-at-the-edge', 'src-server/tasks/a3.ts', "import type { FastifyInstance } from 'fastify';\nexport type A = FastifyInstance;"],
  ['nothing-imports-routes', 'src-server/webhooks/a1.ts', "import '../routes/b.ts';"],
  ['nothing-imports-the-app', 'src-server/webhooks/a2.ts', "import '../app.ts';"],
  ['no-circular', 'src-server/tasks/c1.ts', "import './c2.ts';"],
  ['no-unresolved', 'src-server/tasks/a4.ts', "import './nowhere.ts';"],
  ['product-has-no-tests-in-it', 'src-server/tasks/a5.ts', "import './b.test.ts';"],
];

const INNOCENT: [string, string][] = [
  ['src-server/store/b.ts', 'export type B = string;'],
  ['src-server/routes/b.ts', "import 'fastify';"],
  ['src-server/app.ts', "import './routes/b.ts';"],
  ['src-server/tasks/c2.ts', "import './c1.ts';"],
  ['src-server/tasks/b.test.ts', "import 'fastify';"],
  ['src-shared/task/b.ts', "import 'typebox';"],
  ['src-main/main/b.ts', "import 'node:fs';\nimport '../../src-shared/task/b.ts';"],
  ['src-renderer/data/b.ts', "import '../../src-shared/task/b.ts';"],
  ['src-renderer/ui/b.tsx', "import 'react';"],
  ['src-renderer/features/queue/b.tsx', "import '../../data/b.ts';\nimport '../../ui/b.tsx';"],
  ['src-renderer/app/b.tsx', "import '../features/queue/b.tsx';"],
];

interface Violation {
  from: string;
  rule: { name: string };
}

async function violationsIn(folder: string): Promise<string[]> {
  const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const folders = ['src-shared', 'src-server', 'src-main', 'src-renderer'];
  const options = ['--config', join(ROOT, '.dependency-cruiser.mjs'), '--output-type', 'json'];
  const { stdout } = await promisify(execFile)(process.execPath, [cruiser, ...options, ...folders], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return report.summary.violations.map(({ from, rule }) => `${rule.name} ${from}`);
}

describe('boundaries', () => {
  it('are kept by the product', async () => {
    expect(await violationsIn(ROOT)).toEqual([]);
  });

  it('catch one planted violation each, and nothing innocent', async () => {
    for (const [file, text] of [...INNOCENT, ...PLANTED.map(([, file, text]) => [file, text] as const)]) {
      mkdirSync(dirname(join(planted, file)), { recursive: true });
      writeFileSync(join(planted, file), `${text}\nexport const marker = '${file}';\n`);
    }
    symlinkSync(join(ROOT, 'node_modules'), join(planted, 'node_modules'));
    writeFileSync(join(planted, 'package.json'), '{"type":"module"}');
    const found = await violationsIn(planted);
    const expected = PLANTED.map(([rule, file]) => `${rule} ${file}`);
    for (const violation of expected) expect(found).toContain(violation);
    const culprits = new Set(PLANTED.map(([, file]) => file));
    const innocent = found.filter((violation) => !culprits.has(violation.split(' ')[1] ?? '') && !violation.startsWith('no-circular'));
    expect(innocent).toEqual([]);
  });
});
