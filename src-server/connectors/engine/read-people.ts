import type { VendorItem, VendorPerson } from '../vendor.ts';
import { changeState } from './connector-state.ts';
import type { Turn } from './connector-turn.ts';
import { replacePeople } from './people-rows.ts';

const KEPT_MICROS = 3_600_000_000;
/** Items of people who are not listed (any more) must not make us read all people for each of them. */
const AGAIN_MICROS = 300_000_000;

/** Reads the vendor's people where they were not read for an hour. */
export async function keepPeopleFresh(turn: Turn, peopleAt: number): Promise<void> {
  const nowMicros = turn.context.clock.nowMicros();
  if (peopleAt > nowMicros - KEPT_MICROS && peopleAt <= nowMicros) return;
  await readPeople(turn);
}

/** Reads them where one of these items is with somebody who was not there last time. */
export async function findNewPeople(turn: Turn, items: readonly VendorItem[]): Promise<void> {
  const { people } = turn.context.mapping;
  if (items.every(({ assigneeExternalId }) => assigneeExternalId === null || people.isListed(assigneeExternalId))) return;
  const nowMicros = turn.context.clock.nowMicros();
  const isRecent = await turn.commit(async (_sql, { peopleAt }) => peopleAt > nowMicros - AGAIN_MICROS && peopleAt <= nowMicros);
  if (!isRecent) await readPeople(turn);
}

async function readPeople(turn: Turn): Promise<void> {
  const found: VendorPerson[] = [];
  for await (const page of turn.session.client.readPeople()) found.push(...page);
  const { connector, clock } = turn.context;
  await turn.commit(async (sql) => {
    await replacePeople(sql, connector.id, found);
    await changeState(sql, connector.id, { peopleAt: clock.nowMicros() });
  });
  await turn.refresh();
}
