const MS_PER_SECOND = 1000;

/** One line on standard error: standard output belongs to the command that set-up runs for. */
export function tell(line) {
  process.stderr.write(`${line}\n`);
}

/** Does `work`, and tells in one line what was done and how long it took. */
export async function tellWhile(line, work) {
  const startedAt = Date.now();
  process.stderr.write(`${line} … `);
  try {
    const result = await work();
    process.stderr.write(`${Math.round((Date.now() - startedAt) / MS_PER_SECOND)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
}
