/** The rows that peers hold: as many bytes as the tasks of ours have. */
export function rowOf(index) {
  return {
    id: `row-${String(index).padStart(5, '0')}`,
    changedAt: 0,
    title: `Claim ${index}`,
    url: `https://backoffice.example.com/claims/${index}`,
    partner: `VIP customer ${index % 40}`,
    text: 'x'.repeat(400),
  };
}

/** Of RxDB's collection. */
export const SCHEMA = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 32 },
    changedAt: { type: 'number', minimum: 0, maximum: 10_000_000_000_000_000, multipleOf: 1 },
    title: { type: 'string' },
    url: { type: 'string' },
    partner: { type: 'string' },
    text: { type: 'string' },
  },
  required: ['id', 'changedAt'],
  indexes: ['changedAt'],
};

export function nowMicros() {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000);
}

/** The protocol of `messages.ts`: each question has one answer. `open` gives back what writes a row on the first console. */
export function serveConsoles(open) {
  let sightings = [];
  let write;
  const see = (row) => sightings.push({ row, atMicros: nowMicros() });
  process.on('message', async (question) => {
    if (question.kind === 'open') {
      write = await open(question, see);
      process.send({ isOpen: true });
    } else if (question.kind === 'write') {
      const atMicros = nowMicros();
      await write(question.row, atMicros);
      process.send({ atMicros });
    } else {
      process.send({ sightings });
      sightings = [];
    }
  });
  process.once('disconnect', () => process.exit());
}
