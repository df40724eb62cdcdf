/** `tickets.hs_pipeline = 0, 887766`: an object where it counts for one only, a property, what holds of it. */
export const CONDITION_PATTERN = '^ *(?:[A-Za-z0-9_-]+\\.)?[A-Za-z0-9_]+ *(?:(?:=|!=) *[^ ].*|is set|is empty) *$';
/** `2-1234567 title=name status=state closed=done,dropped due=due_date`. */
export const OWN_OBJECT_PATTERN = '^ *[A-Za-z0-9_-]+(?: +(?:title|status|due)=[A-Za-z0-9_]+| +closed=[^ ]+)* *$';

export interface HubspotCondition {
  /** Null: every object. */
  object: string | null;
  property: string;
  operator: 'IN' | 'NOT_IN' | 'HAS_PROPERTY' | 'NOT_HAS_PROPERTY';
  values: readonly string[];
}

/** Only for lines that fit `CONDITION_PATTERN`; throws on others. */
export function readCondition(line: string): HubspotCondition {
  const [, object, property = '', rest = ''] = /^ *(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9_]+) *(.*?) *$/.exec(line) ?? [];
  const of = { object: object ?? null, property };
  if (rest === 'is set' || rest === 'is empty') {
    return { ...of, operator: rest === 'is set' ? 'HAS_PROPERTY' : 'NOT_HAS_PROPERTY', values: [] };
  }
  const [, sign, list = ''] = /^(=|!=)(.*)$/.exec(rest) ?? [];
  if (property === '' || sign === undefined) {
    throw new Error(`no condition: ${line}`);
  }
  const values = list.split(',').map((value) => value.trim());
  return { ...of, operator: sign === '=' ? 'IN' : 'NOT_IN', values: values.filter((value) => value !== '') };
}

export interface OwnObject {
  name: string;
  title: string | null;
  status: string | null;
  due: string | null;
  closed: readonly string[];
}

/** Only for lines that fit `OWN_OBJECT_PATTERN`. */
export function readOwnObject(line: string): OwnObject {
  const [name = '', ...pairs] = line.trim().split(/ +/);
  const values = new Map(pairs.map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  const find = (key: string) => values.get(key) ?? null;
  return {
    name,
    title: find('title'),
    status: find('status'),
    due: find('due'),
    closed: (find('closed') ?? '').split(',').filter(Boolean),
  };
}
