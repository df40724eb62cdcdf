const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** Anything from the blank on, but for the quotation mark and the backslash; and the escapes. */
const STRING_START = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const STRING = new RegExp(`${STRING_START.source}"`, 'y');
const SPACE = /[ \t\n\r]*/y;
const AROUND = 20;

export interface JsonErrorPlace {
  /** From 1. */
  line: number;
  /** From 1, in characters. */
  column: number;
  /** The text around the place, on one line, with `▸` before the character that does not fit. */
  around: string;
}

/** Where a text stops being JSON. `JSON.parse` says so only sometimes, and differently in every version. */
export function locateJsonError(text: string): JsonErrorPlace {
  const offset = errorOffset(text);
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const around = `${text.slice(Math.max(0, offset - AROUND), offset)}▸${text.slice(offset, offset + AROUND)}`;
  return {
    line: before.split('\n').length,
    column: [...before.slice(lineStart)].length + 1,
    around: around.replace(/\s+/g, ' ').trim(),
  };
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'end';

function errorOffset(text: string): number {
  const walk = new JsonWalk(text);
  for (let isGoing = true; isGoing; ) isGoing = walk.step();
  return walk.at;
}

/** Without recursion: the text may be nested deeper than the stack. */
class JsonWalk {
  at = 0;
  private readonly text: string;
  private readonly open: ('{' | '[')[] = [];
  private expected: Expected = 'value';

  constructor(text: string) {
    this.text = text;
  }

  /** One token on; false at the end, or where the text is no JSON. */
  step(): boolean {
    this.at += this.matchLength(SPACE);
    const character = this.text[this.at];
    if (character === undefined) return false;
    switch (this.expected) {
      case 'value or ]':
        return character === ']' ? this.close() : this.value(character);
      case 'value':
        return this.value(character);
      case 'key or }':
        return character === '}' ? this.close() : this.scalar(this.matchLength(STRING), character, ':');
      case 'key':
        return this.scalar(this.matchLength(STRING), character, ':');
      case ':':
        return character === ':' && this.pass('value');
      case ', or end':
        if (character === ',') return this.pass(this.open.at(-1) === '{' ? 'key' : 'value');
        return character === (this.open.at(-1) === '{' ? '}' : ']') && this.close();
      case 'end':
        return false;
    }
  }

  private value(character: string): boolean {
    if (character === '{' || character === '[') {
      this.open.push(character);
      return this.pass(character === '{' ? 'key or }' : 'value or ]');
    }
    const word = ['true', 'false', 'null'].find((each) => this.text.startsWith(each, this.at));
    const length = this.matchLength(STRING) || this.matchLength(NUMBER) || (word?.length ?? 0);
    return this.scalar(length, character, this.afterValue());
  }

  private scalar(length: number, character: string, next: Expected): boolean {
    // A text that does not end is wrong where it stops being one.
    if (length === 0 && character === '"') this.at += this.matchLength(STRING_START);
    this.at += length;
    this.expected = next;
    return length > 0;
  }

  private close(): boolean {
    this.open.pop();
    return this.pass(this.afterValue());
  }

  private pass(next: Expected): boolean {
    this.at += 1;
    this.expected = next;
    return true;
  }

  private afterValue(): Expected {
    return this.open.length === 0 ? 'end' : ', or end';
  }

  private matchLength(pattern: RegExp): number {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0].length ?? 0;
  }
}
