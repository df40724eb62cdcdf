import fc from 'fast-check';
import { OPERATION_ACTIONS } from '../../src-shared/schema/operation.ts';
import type { Happening } from './model-world.ts';

const small = fc.nat({ max: 30 });
const actions = OPERATION_ACTIONS.filter((action) => action !== 'withdraw');
/** What may happen to a `ModelWorld`. */
export const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constant('operate' as const), device: small, task: small, action: fc.constantFrom(...actions) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('takeBack' as const), device: small }) },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('push' as const),
      device: small,
      answer: fc.constantFrom('comes' as const, 'isLost' as const, 'comesTwice' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant('pull' as const), device: small, pages: fc.nat({ max: 4 }) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('source' as const),
      task: small,
      change: fc.constantFrom(
        'create' as const,
        'field' as const,
        'move' as const,
        'status' as const,
        'release' as const,
        'delete' as const,
      ),
      value: small,
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'everybody' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('clock' as const), seconds: fc.constantFrom(-7_200, -1, 3_600, 8 * 86_400) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('skills' as const), person: small }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
);
