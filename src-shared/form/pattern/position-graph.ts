import type { CharSet } from './char-set.ts';
import { type PatternNode, PatternRefusal } from './parse-pattern.ts';

/** Where a walk stands: a character of the pattern that was matched, or its beginning or end. */
export type Position = number;
export const START: Position = 0;
export const END: Position = 1;

/** How many ways lead to each position. */
type Ways = Map<Position, number>;

/** A piece of the pattern: in how many ways it matches nothing, and which of its characters come first and last. */
interface Fragment {
  empty: number;
  first: Ways;
  last: Ways;
}

/**
 * The characters of a pattern, repeated ones several times, and which can follow which. The ways are counted, since a
 * matcher that backtracks tries each of them: `(a+)+` gets from one a to the next in two.
 */
export interface PositionGraph {
  /** By position; nothing at START and END. */
  sets: readonly (CharSet | null)[];
  next: readonly Ways[];
}

const POSITIONS_MAXIMUM = 1_000;
const LINKS_MAXIMUM = 50_000;

/** Throws a PatternRefusal for patterns that are too large, and for repetitions of what may be empty. */
export function buildPositionGraph(pattern: PatternNode): PositionGraph {
  const builder = new GraphBuilder();
  builder.build(pattern);
  return builder;
}

class GraphBuilder implements PositionGraph {
  readonly sets: (CharSet | null)[] = [null, null];
  readonly next: Ways[] = [new Map(), new Map()];
  private links = 0;

  build(pattern: PatternNode): void {
    const whole = this.fragmentOf(pattern);
    this.link(one(START), whole.first);
    this.link(whole.last, one(END));
    if (whole.empty > 0) this.link(one(START), new Map([[END, whole.empty]]));
  }

  private fragmentOf(node: PatternNode): Fragment {
    switch (node.type) {
      case 'char':
        return this.position(node.set);
      case 'start':
      case 'assertion':
        return EMPTY;
      case 'sequence':
        return node.items.reduceRight<Fragment>((rest, item) => this.join(this.fragmentOf(item), rest), EMPTY);
      case 'choice':
        return node.items.map((item) => this.fragmentOf(item)).reduce(either);
      case 'repeat':
        return this.repeat(node.item, node.minimum, node.maximum);
    }
  }

  private position(set: CharSet): Fragment {
    if (this.sets.length >= POSITIONS_MAXIMUM) throw new PatternRefusal(`stands for more than ${POSITIONS_MAXIMUM} characters`);
    const position = this.sets.length;
    this.sets.push(set);
    this.next.push(new Map());
    return { empty: 0, first: one(position), last: one(position) };
  }

  private repeat(item: PatternNode, minimum: number, maximum: number | null): Fragment {
    if (Math.max(minimum, maximum ?? 0) > POSITIONS_MAXIMUM) throw new PatternRefusal(`repeats more than ${POSITIONS_MAXIMUM} times`);
    let rest = maximum === null ? this.loop(item) : EMPTY;
    // Each further one only after the one before: x{0,3} is (x(x(x)?)?)?.
    for (let count = minimum; count < (maximum ?? 0); count += 1) rest = either(this.join(this.fragmentOf(item), rest), EMPTY);
    for (let count = 0; count < minimum; count += 1) rest = this.join(this.fragmentOf(item), rest);
    return rest;
  }

  private loop(item: PatternNode): Fragment {
    const body = this.fragmentOf(item);
    if (body.empty > 0) throw new PatternRefusal('repeats without end what may be empty');
    this.link(body.last, body.first);
    return { ...body, empty: 1 };
  }

  private join(a: Fragment, b: Fragment): Fragment {
    this.link(a.last, b.first);
    return {
      empty: a.empty * b.empty,
      first: sum(a.first, b.first, a.empty),
      last: sum(b.last, a.last, b.empty),
    };
  }

  private link(from: Ways, to: Ways): void {
    this.links += from.size * to.size;
    if (this.links > LINKS_MAXIMUM) throw new PatternRefusal('is too large');
    for (const [position, ways] of from) {
      const next = this.next[position];
      for (const [follower, more] of to) next?.set(follower, (next.get(follower) ?? 0) + ways * more);
    }
  }
}

const EMPTY: Fragment = { empty: 1, first: new Map(), last: new Map() };

function one(position: Position): Ways {
  return new Map([[position, 1]]);
}

function either(a: Fragment, b: Fragment): Fragment {
  return { empty: a.empty + b.empty, first: sum(a.first, b.first, 1), last: sum(a.last, b.last, 1) };
}

function sum(a: Ways, b: Ways, factor: number): Ways {
  if (factor === 0 || b.size === 0) return a;
  const total = new Map(a);
  for (const [position, ways] of b) total.set(position, (total.get(position) ?? 0) + ways * factor);
  return total;
}
