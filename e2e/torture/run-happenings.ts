import { type Happening, ModelWorld, type ModelWorldParts } from '../../src-server/sync/model-world.ts';
import { pullTasks } from '../../src-server/sync/pull-tasks.ts';
import { pushOperations } from '../../src-server/sync/push-operations.ts';
import { type Finding, findingOf } from './run-schedule.ts';

const PRODUCT: ModelWorldParts = { pull: pullTasks, push: pushOperations };

/** Carries out what happens to the engine and modelled devices: what must not have been seen, or null. */
export async function runHappenings(happenings: readonly Happening[], parts: Partial<ModelWorldParts> = {}): Promise<Finding | null> {
  let world: ModelWorld | null = null;
  try {
    world = await ModelWorld.open({ ...PRODUCT, ...parts });
    for (const happening of happenings) await world.happen(happening);
    await world.comeToRest();
    return null;
  } catch (error) {
    return findingOf(error);
  } finally {
    await world?.remove();
  }
}
