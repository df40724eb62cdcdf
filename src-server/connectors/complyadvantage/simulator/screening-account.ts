import type { JsonObject } from '../../../../src-shared/schema/task.ts';
import { createRandom } from '../../simulator/create-random.ts';
import { makeUpPeople, makeUpTitle } from '../../simulator/make-up-data.ts';
import type { VendorSimulator } from '../../simulator/simulator.ts';
import { CASE_TYPES, identifierOf, type SimulatedCase, stageOfType } from './mesh-book.ts';

/** Made-up items were created over this time before now. */
const MS_PER_ITEM = 7_000;

/** What differs between the cases of Mesh and the searches of the legacy API. */
export interface AccountProduct {
  /** `case` or `search`. */
  prefix: string;
  idOf(number: number): string;
  /** As a mirror shows it. */
  titleOf(record: SimulatedCase): string;
  personIds: readonly string[];
}

export const MESH_PRODUCT: AccountProduct = {
  prefix: 'case',
  idOf: (number) => identifierOf(3, number),
  titleOf: ({ type, name }) => `${type === 'CUSTOMER_ONBOARDING' ? 'Customer onboarding' : 'Payment screening'}: ${name}`,
  personIds: [0, 1, 2, 3, 4, 5].map((number) => identifierOf(4, number)),
};

export const LEGACY_PRODUCT: AccountProduct = {
  prefix: 'search',
  idOf: (number) => String(1_051_192_000 + number),
  titleOf: ({ name }) => name,
  personIds: ['21260', '21261', '21262', '21263', '21264', '21265'],
};

export type CaseChange = Partial<Pick<SimulatedCase, 'name' | 'stage' | 'assigneeId' | 'attributes'>>;

export interface AccountEvent {
  record: SimulatedCase;
  what: 'CASE_CREATED' | 'CASE_TRANSITIONED';
}

/** The data of a simulated account and what happens to it, whoever does it. Searches are kept as cases. */
export interface ScreeningAccount
  extends Pick<VendorSimulator, 'create' | 'update' | 'assign' | 'close' | 'reopen' | 'delete' | 'items' | 'people' | 'writes'> {
  find(id: string): SimulatedCase | null;
  /** The oldest first. */
  listed(): readonly SimulatedCase[];
  /** What a client of the API does. Gives back whether it changed anything. */
  write(record: SimulatedCase, change: CaseChange): boolean;
}

export function createScreeningAccount(
  product: AccountProduct,
  itemCount: number,
  nowMs: () => number,
  emit: (event: AccountEvent) => void,
): ScreeningAccount {
  const people = makeUpPeople(product.personIds);
  const records = new Map<string, SimulatedCase>();
  const written: { externalId: string; change: JsonObject }[] = [];
  let listed: readonly SimulatedCase[] | null = null;

  const recordOf = (externalId: string): SimulatedCase => {
    const record = records.get(externalId.slice(product.prefix.length + 1));
    if (!record) throw new Error(`there is no ${externalId} in the simulator`);
    return record;
  };
  const change = (record: SimulatedCase, { attributes, ...rest }: CaseChange, atMs: number): boolean => {
    const before = JSON.stringify(record);
    Object.assign(record, rest, { attributes: { ...record.attributes, ...attributes } });
    if (JSON.stringify(record) === before) return false;
    record.updatedAtMs = atMs;
    if (rest.stage) emit({ record, what: 'CASE_TRANSITIONED' });
    return true;
  };
  const changeAll = (externalIds: readonly string[], changeOf: (record: SimulatedCase) => CaseChange): void => {
    const atMs = nowMs();
    for (const record of externalIds.map(recordOf)) change(record, changeOf(record), atMs);
  };
  const add = (item: Parameters<VendorSimulator['create']>[0][number], atMs: number): SimulatedCase => {
    const number = records.size;
    const type = CASE_TYPES[number % CASE_TYPES.length] ?? CASE_TYPES[0];
    const record: SimulatedCase = {
      id: product.idOf(number),
      type,
      name: item.title,
      stage: stageOfType(type, 'INITIAL'),
      assigneeId: item.assigneeExternalId ?? null,
      createdAtMs: atMs,
      updatedAtMs: atMs,
      attributes: item.fields ?? {},
      alertPriorities: [4, 2],
      isDeleted: false,
    };
    records.set(record.id, record);
    listed = null;
    return record;
  };
  const random = createRandom(itemCount);
  for (let index = 0; index < itemCount; index += 1) {
    const assigneeExternalId = random.next() < 0.5 ? null : random.pick(people).externalId;
    add({ title: makeUpTitle(random), assigneeExternalId }, nowMs() - (itemCount - index) * MS_PER_ITEM);
  }

  return {
    people,
    find(id) {
      const record = records.get(id);
      return record && !record.isDeleted ? record : null;
    },
    listed() {
      listed ??= [...records.values()].filter(({ isDeleted }) => !isDeleted).sort((left, right) => left.createdAtMs - right.createdAtMs);
      return listed;
    },
    writes: () => [...written],
    write(record, given) {
      const hasChanged = change(record, given, nowMs());
      const { stage, ...rest } = given;
      if (hasChanged) {
        written.push({
          externalId: `${product.prefix}:${record.id}`,
          change: { ...rest, ...(stage ? { stage: stage.display_name } : {}) },
        });
      }
      return hasChanged;
    },
    create(items) {
      const atMs = nowMs();
      return items.map((item) => {
        const record = add(item, atMs);
        emit({ record, what: 'CASE_CREATED' });
        return `${product.prefix}:${record.id}`;
      });
    },
    update: (externalIds, { title, fields }) =>
      changeAll(externalIds, () => ({ ...(title === undefined ? {} : { name: title }), ...(fields ? { attributes: fields } : {}) })),
    assign: (externalIds, assigneeId) => changeAll(externalIds, () => ({ assigneeId })),
    close: (externalIds) => changeAll(externalIds, ({ type }) => ({ stage: stageOfType(type, 'DECISION') })),
    reopen: (externalIds) => changeAll(externalIds, ({ type }) => ({ stage: stageOfType(type, 'REVIEW') })),
    delete(externalIds) {
      for (const record of externalIds.map(recordOf)) record.isDeleted = true;
      listed = null;
    },
    items: () =>
      [...records.values()].map((record) => ({
        externalId: `${product.prefix}:${record.id}`,
        state: record.isDeleted ? 'deleted' : record.stage.stage_type === 'DECISION' ? 'closed' : 'open',
        assigneeExternalId: record.assigneeId,
        title: product.titleOf(record),
      })),
  };
}
