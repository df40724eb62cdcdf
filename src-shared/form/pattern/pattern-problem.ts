import { hasChar } from './char-set.ts';
import { type PatternNode, PatternRefusal, parsePattern } from './parse-pattern.ts';
import { buildPositionGraph, END, type Position, type PositionGraph, START } from './position-graph.ts';

const CHARACTERS_MAXIMUM = 500;
/** Ways in which one text may be tried, and with the pattern's length: they multiply the time, whatever the text's length. */
const WAYS_MAXIMUM = 32;
const STEPS_PER_CHARACTER = 2_000;

const AMBIGUOUS =
  'can match the same text in so many ways that its time might grow faster than the text: let each character have one place in it, as in ^[a-z]+(-[a-z]+)*$';

/**
 * Why a pattern is not taken, as the end of a sentence about it; null when a matcher that backtracks provably needs time
 * in proportion to the text. Refuses some that would do, and none that would not be caught.
 */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > CHARACTERS_MAXIMUM) return `has more than ${CHARACTERS_MAXIMUM} characters`;
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'is no regular expression of ECMA-262 with the flag u';
  }
  try {
    const node = parsePattern(pattern);
    return timeProblem(buildPositionGraph(node), isAnchored(node));
  } catch (error) {
    if (error instanceof PatternRefusal) return error.message;
    throw error;
  }
}

/** Whether every match begins at the text's beginning. */
function isAnchored(node: PatternNode): boolean {
  switch (node.type) {
    case 'start':
      return true;
    case 'sequence': {
      const first = node.items.find(({ type }) => type !== 'assertion');
      return first !== undefined && isAnchored(first);
    }
    case 'choice':
      return node.items.every(isAnchored);
    case 'repeat':
      return node.minimum > 0 && isAnchored(node.item);
    case 'char':
    case 'assertion':
      return false;
  }
}

/**
 * Along a text, a matcher that backtracks walks every path through the graph that fits. There is one long path when no
 * position in a loop, nor one behind it, leaves two that lead into loops for the same character; all others are short.
 */
function timeProblem(graph: PositionGraph, anchored: boolean): string | null {
  const { inLoop, beforeLoop, order } = findLoops(graph);
  if (!anchored && beforeLoop.has(START)) {
    return 'must begin with ^, because it repeats without end: it would be tried anew at every character';
  }
  const ways = new Map<Position, number>([[END, 1]]);
  for (const component of order) {
    const members = new Set(component);
    let most = 1;
    for (const position of component) {
      const followers = [...(graph.next[position] ?? [])].filter(([follower]) => !members.has(follower));
      if (inLoop.has(position) && splitsInLoop(graph, position, beforeLoop)) return AMBIGUOUS;
      most = Math.max(most, mostAtOnce(graph, position, followers, ways));
    }
    if (most > WAYS_MAXIMUM || most * graph.sets.length > STEPS_PER_CHARACTER) return AMBIGUOUS;
    for (const position of component) ways.set(position, most);
  }
  return null;
}

function splitsInLoop(graph: PositionGraph, position: Position, beforeLoop: ReadonlySet<Position>): boolean {
  const long = [...(graph.next[position] ?? [])].filter(([follower]) => beforeLoop.has(follower));
  return mostAtOnce(graph, position, long, new Map()) > 1;
}

/** Of all characters the one that fits most followers, each counted with what comes after it. */
function mostAtOnce(
  graph: PositionGraph,
  position: Position,
  followers: readonly [Position, number][],
  ways: ReadonlyMap<Position, number>,
): number {
  const ends = graph.next[position]?.get(END) ?? 0;
  // Sums only change where a range begins.
  const candidates = new Set(followers.flatMap(([follower]) => (graph.sets[follower] ?? []).map(([first]) => first)));
  let most = ends > 1 ? ends : 0;
  for (const code of candidates) {
    let sum = 0;
    for (const [follower, count] of followers) {
      const set = graph.sets[follower];
      if (set && hasChar(set, code)) sum += count * (ways.get(follower) ?? 1);
    }
    most = Math.max(most, sum);
  }
  return most;
}

interface Loops {
  inLoop: ReadonlySet<Position>;
  /** In a loop, or on a way to one. */
  beforeLoop: ReadonlySet<Position>;
  /** Positions that can reach each other, those that come later in the pattern first. */
  order: readonly Position[][];
}

/** Tarjan's strongly connected components, without recursion. */
function findLoops({ next }: PositionGraph): Loops {
  const index = new Map<Position, number>();
  const low = new Map<Position, number>();
  const onStack = new Set<Position>();
  const stack: Position[] = [];
  const order: Position[][] = [];
  const work: { position: Position; followers: Position[] }[] = [];

  function enter(position: Position): void {
    index.set(position, index.size);
    low.set(position, index.size - 1);
    stack.push(position);
    onStack.add(position);
    work.push({ position, followers: [...(next[position]?.keys() ?? [])] });
  }

  function leave(position: Position): void {
    const parent = work.at(-1);
    if (parent) lower(parent.position, low.get(position));
    if (low.get(position) !== index.get(position)) return;
    const component: Position[] = [];
    let member: Position | undefined;
    do {
      member = stack.pop();
      if (member === undefined) break;
      onStack.delete(member);
      component.push(member);
    } while (member !== position);
    order.push(component);
  }

  function lower(position: Position, to: number | undefined): void {
    low.set(position, Math.min(low.get(position) ?? 0, to ?? Number.POSITIVE_INFINITY));
  }

  enter(START);
  for (let top = work.at(-1); top; top = work.at(-1)) {
    const follower = top.followers.pop();
    if (follower === undefined) {
      work.pop();
      leave(top.position);
    } else if (!index.has(follower)) enter(follower);
    else if (onStack.has(follower)) lower(top.position, index.get(follower));
  }

  const inLoop = new Set(
    order.filter((component) => component.length > 1 || component.some((position) => next[position]?.has(position))).flat(),
  );
  const beforeLoop = new Set<Position>();
  for (const component of order) {
    const reaches = component.some(
      (position) => inLoop.has(position) || [...(next[position]?.keys() ?? [])].some((to) => beforeLoop.has(to)),
    );
    if (reaches) for (const position of component) beforeLoop.add(position);
  }
  return { inLoop, beforeLoop, order };
}
