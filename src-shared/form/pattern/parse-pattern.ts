import { ANY_BUT_LINE_ENDS, type CharSet, CLASS_ESCAPES, complement, EVERY_CHAR, union } from './char-set.ts';

export type PatternNode =
  | { type: 'char'; set: CharSet }
  | { type: 'sequence'; items: PatternNode[] }
  | { type: 'choice'; items: PatternNode[] }
  /** `maximum` null: without end. */
  | { type: 'repeat'; item: PatternNode; minimum: number; maximum: number | null }
  /** `^`: only at the beginning. */
  | { type: 'start' }
  /** `$`, `\b` and `\B`: take no character. */
  | { type: 'assertion' };

/** A part of a pattern whose time nobody can tell beforehand; `message` ends a sentence about the pattern. */
export class PatternRefusal extends Error {}

/** Deeper groups would only cost stack. */
const DEPTH_MAXIMUM = 50;
const CONTROL_ESCAPES: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, 0: 0, b: 8 };

/**
 * Reads a pattern that `new RegExp(pattern, 'u')` takes. Throws a PatternRefusal for look-around, back-references and
 * flags within.
 */
export function parsePattern(pattern: string): PatternNode {
  return new PatternReader(pattern).readAll();
}

class PatternReader {
  private readonly chars: string[];
  private at = 0;
  private depth = 0;

  constructor(pattern: string) {
    // By code points, as the flag u reads it.
    this.chars = [...pattern];
  }

  readAll(): PatternNode {
    const node = this.readChoice();
    if (this.at < this.chars.length) throw new PatternRefusal('has a bracket that was not opened');
    return node;
  }

  private peek(offset = 0): string {
    return this.chars[this.at + offset] ?? '';
  }

  private take(): string {
    const char = this.peek();
    this.at += 1;
    return char;
  }

  private skip(text: string): boolean {
    if (![...text].every((char, index) => this.peek(index) === char)) return false;
    this.at += [...text].length;
    return true;
  }

  private readChoice(): PatternNode {
    const items = [this.readSequence()];
    while (this.skip('|')) items.push(this.readSequence());
    const [only] = items;
    return items.length === 1 && only ? only : { type: 'choice', items };
  }

  private readSequence(): PatternNode {
    const items: PatternNode[] = [];
    while (this.at < this.chars.length && this.peek() !== '|' && this.peek() !== ')') items.push(this.readTerm());
    return { type: 'sequence', items };
  }

  private readTerm(): PatternNode {
    const atom = this.readAtom();
    if (atom.type === 'start' || atom.type === 'assertion') return atom;
    const range = this.readQuantifier();
    if (!range) return atom;
    // Lazy or greedy: what is tried is the same, in another order.
    this.skip('?');
    return { type: 'repeat', item: atom, ...range };
  }

  private readQuantifier(): { minimum: number; maximum: number | null } | null {
    if (this.skip('*')) return { minimum: 0, maximum: null };
    if (this.skip('+')) return { minimum: 1, maximum: null };
    if (this.skip('?')) return { minimum: 0, maximum: 1 };
    if (!this.skip('{')) return null;
    const [minimum = '', maximum] = this.readUntil('}').split(',');
    const least = Number(minimum);
    if (maximum === undefined) return { minimum: least, maximum: least };
    return { minimum: least, maximum: maximum === '' ? null : Number(maximum) };
  }

  private readUntil(end: string): string {
    let text = '';
    while (this.at < this.chars.length && this.peek() !== end) text += this.take();
    this.skip(end);
    return text;
  }

  private readAtom(): PatternNode {
    const char = this.take();
    switch (char) {
      case '^':
        return { type: 'start' };
      case '$':
        return { type: 'assertion' };
      case '.':
        return { type: 'char', set: ANY_BUT_LINE_ENDS };
      case '(':
        return this.readGroup();
      case '[':
        return { type: 'char', set: this.readClass() };
      case '\\':
        if (this.skip('b') || this.skip('B')) return { type: 'assertion' };
        return { type: 'char', set: this.readEscape() };
      default:
        return { type: 'char', set: single(char) };
    }
  }

  private readGroup(): PatternNode {
    if (this.skip('?<=') || this.skip('?<!') || this.skip('?=') || this.skip('?!')) {
      throw new PatternRefusal('looks ahead or behind, which is not taken');
    }
    if (this.skip('?<')) this.readUntil('>');
    else if (!this.skip('?:') && this.peek() === '?') throw new PatternRefusal('switches flags within, which is not taken');
    this.depth += 1;
    if (this.depth > DEPTH_MAXIMUM) throw new PatternRefusal(`is nested deeper than ${DEPTH_MAXIMUM} groups`);
    const node = this.readChoice();
    this.depth -= 1;
    this.skip(')');
    return node;
  }

  private readClass(): CharSet {
    const isNegated = this.skip('^');
    const sets: CharSet[] = [];
    while (this.at < this.chars.length && this.peek() !== ']') {
      const from = this.readClassChar();
      if (this.peek() !== '-' || this.peek(1) === ']') {
        sets.push(from);
        continue;
      }
      this.at += 1;
      const to = this.readClassChar();
      sets.push([[from[0]?.[0] ?? 0, to.at(-1)?.[1] ?? 0]]);
    }
    this.skip(']');
    const set = union(sets);
    return isNegated ? complement(set) : set;
  }

  private readClassChar(): CharSet {
    const char = this.take();
    return char === '\\' ? this.readEscape() : single(char);
  }

  private readEscape(): CharSet {
    const char = this.take();
    const known = CLASS_ESCAPES.get(char);
    if (known) return known;
    if (char === 'p' || char === 'P') {
      this.readUntil('}');
      // Which characters have the property is not known here: it may be any.
      return EVERY_CHAR;
    }
    if (char === 'k' || /[1-9]/.test(char)) throw new PatternRefusal('refers back to a group, which is not taken');
    if (char === 'u') return [pair(this.readUnicode())];
    if (char === 'x') return [pair(this.readHex(2))];
    if (char === 'c') return [pair((this.take().codePointAt(0) ?? 0) % 32)];
    const control = CONTROL_ESCAPES[char];
    return control === undefined ? single(char) : [pair(control)];
  }

  private readUnicode(): number {
    if (this.skip('{')) return Number.parseInt(this.readUntil('}'), 16);
    const first = this.readHex(4);
    if (first < 0xd800 || first > 0xdbff || this.peek() !== '\\' || this.peek(1) !== 'u') return first;
    const before = this.at;
    this.at += 2;
    const second = this.readHex(4);
    if (second >= 0xdc00 && second <= 0xdfff) return (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;
    this.at = before;
    return first;
  }

  private readHex(digits: number): number {
    let text = '';
    for (let index = 0; index < digits; index += 1) text += this.take();
    return Number.parseInt(text, 16);
  }
}

function single(char: string): CharSet {
  return [pair(char.codePointAt(0) ?? 0)];
}

function pair(code: number): [number, number] {
  return [code, code];
}
