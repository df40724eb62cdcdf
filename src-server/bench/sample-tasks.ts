/** The published sample, in the many forms in which a back office sends it. */
export const QUEUE_COUNT = 20;

const TEAMS = Array.from({ length: QUEUE_COUNT }, (_, index) => `VIP customer ${String(index).padStart(2, '0')}`);

/** Each takes the tasks of one partner: a task is compared with half of them until it is at home. */
export function sampleQueues(): object[] {
  return TEAMS.map((partner, index) => ({
    id: `queue-${String(index).padStart(2, '0')}`,
    name: partner,
    priority: index,
    condition: {
      combinator: 'and',
      rules: [
        { field: 'fields.partner', operator: '=', value: partner },
        { field: 'fields.integration', operator: 'contains', value: 'api' },
      ],
    },
  }));
}

/**
 * The `index`-th body: of four in a row two make tasks, named by the source's id and by our own, and two change what was
 * made `DISTANCE` bodies before.
 */
export function sampleTask(index: number, run: number): object {
  const kind = index % 4;
  const isChange = kind >= 2 && index >= DISTANCE;
  const subject = isChange ? index - DISTANCE - 2 : index;
  const fields = {
    title: `Claim ${subject}`,
    url: `https://backoffice.example.com/claims/${run}/${subject}`,
    partner: TEAMS[subject % QUEUE_COUNT],
    integration: 'API',
    ...(isChange ? { attempt: index } : {}),
  };
  const name = `${run}-${subject}`;
  const isByExternalId = subject % 2 === 0;
  return {
    ...(isByExternalId ? {} : { uid: `claim-${name}` }),
    status: 'TODO',
    due_at: '2024-07-12T12:29:16.891000+00:00',
    fields: isByExternalId ? { ...fields, external_id: name } : fields,
  };
}

const DISTANCE = 400;
