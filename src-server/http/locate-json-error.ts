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

/** Walks without recursion: the text may be nested deeper than the stack. */
function errorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
  for (;;) {
    at += match(SPACE);
    const character = text[at];
    const inside: '{' | '[' | undefined = open.at(-1);
    if (character === undefined) return at;
    switch (expected) {
      case 'value':
      case 'value or ]': {
        if (expected === 'value or ]' && character === ']') {
          open.pop();
          at += 1;
          break;
        }
        if (character === '{' || character === '[') {
          open.push(character);
          expected = character === '{' ? 'key or }' : 'value or ]';
          at += 1;
          continue;
        }
        const length = match(STRING) || match(NUMBER) || wordLength(text, at);
        if (length === 0) return character === '"' ? at + match(STRING_START) : at;
        at += length;
        break;
      }
      case 'key':
      case 'key or }': {
        if (expected === 'key or }' && character === '}') {
          open.pop();
          at += 1;
          break;
        }
        const length = match(STRING);
        if (length === 0) return character === '"' ? at + match(STRING_START) : at;
        at += length;
        expected = ':';
        continue;
      }
      case ':':
        if (character !== ':') return at;
        at += 1;
        expected = 'value';
        continue;
      case ', or end':
        if (character === ',') {
          at += 1;
          expected = inside === '{' ? 'key' : 'value';
          continue;
        }
        if (character !== (inside === '{' ? '}' : ']')) return at;
        open.pop();
        at += 1;
        break;
      case 'end':
        return at;
    }
    expected = open.length === 0 ? 'end' : ', or end';
  }
}

function wordLength(text: string, at: number): number {
  return ['true', 'false', 'null'].find((word) => text.startsWith(word, at))?.length ?? 0;
}
