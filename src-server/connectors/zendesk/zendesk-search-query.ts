import { type BookTicket, STATUS_CATEGORIES } from './zendesk-books.ts';
import { refuseParameter } from './zendesk-refusals.ts';

const ORDER: readonly string[] = [...STATUS_CATEGORIES, 'closed'];
const TERM = /^(type|status|updated|created)(:|>=|<=|>|<)(\S+)$/;

/** The part of Zendesk's search language that a mirror needs; anything else is refused, lest it find everything. */
export function compileQuery(query: string, isExport: boolean): (ticket: BookTicket) => boolean {
  const tests = query
    .split(/\s+/)
    .filter(Boolean)
    .map((term) => {
      const [, name = '', operator = '', value = ''] = TERM.exec(term) ?? [];
      if (name === '' || (name === 'type' && isExport)) {
        throw refuseParameter(`The query does not take ${term}`);
      }
      return name === 'type' ? () => true : compileTerm(name, operator, value);
    });
  return (ticket) => tests.every((test) => test(ticket));
}

function compileTerm(name: string, operator: string, value: string): (ticket: BookTicket) => boolean {
  if (name === 'status') {
    const wanted = ORDER.indexOf(value);
    if (wanted < 0) {
      throw refuseParameter(`There is no status ${value}`);
    }
    return ({ fields }) => compare(ORDER.indexOf(String(fields.status)), operator, wanted);
  }
  // Milliseconds, or numbers, are not understood.
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/.test(value)) {
    throw refuseParameter(`${value} is no time`);
  }
  const wantedS = Date.parse(value) / 1000;
  return (ticket) => compare(Math.floor((name === 'updated' ? ticket.updatedMs : ticket.createdMs) / 1000), operator, wantedS);
}

function compare(value: number, operator: string, wanted: number): boolean {
  switch (operator) {
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    default:
      return value === wanted;
  }
}
