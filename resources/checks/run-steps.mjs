import { spawn } from 'node:child_process';

/**
 * Runs commands one after the other, all of them even when one fails, each with its time, and says at the end what
 * passed. Output of a step that passes stays short: its last lines only, unless `loud`.
 *
 * @param {{ name: string, command: string[], loud?: boolean }[]} steps
 * @returns {Promise<number>} how many failed
 */
export async function runSteps(steps) {
  const failed = [];
  for (const { name, command, loud } of steps) {
    const startedAtMs = performance.now();
    console.log(`▸ ${name}`);
    const { code, output } = await run(command, loud ?? false);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    if (code === 0) {
      console.log(`✓ ${name} (${seconds} s)`);
      continue;
    }
    failed.push(name);
    if (!loud) console.log(output);
    console.log(`✗ ${name} (${seconds} s, ${command.join(' ')} ended with ${code})`);
  }
  console.log(`${steps.length - failed.length} passed, ${failed.length} failed`);
  if (failed.length > 0) console.log(`Failed: ${failed.join(', ')}`);
  return failed.length;
}

function run([command, ...options], loud) {
  return new Promise((resolve) => {
    const child = spawn(command, options, {
      stdio: loud ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ code: error.message, output: '' }));
    child.once('close', (code, signal) => resolve({ code: code ?? signal, output: Buffer.concat(chunks).toString() }));
  });
}
