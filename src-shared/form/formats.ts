import { parseMoment } from '../time/timestamp.ts';

interface Format {
  accepts(text: string): boolean;
  /** What the text must be: the end of a sentence. */
  must: string;
}

/** 254: RFC 5321, 4.5.3.1.3, without its brackets. */
const EMAIL_CHARACTERS = 254;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})?$/;
const UUID = /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
/** Nothing but the web: operators open such addresses, and javascript: is one too. */
const WEB_ADDRESS = /^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i;

/** The formats that forms know. Here they are asserted, not only noted. */
export const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['date', { accepts: isDate, must: 'must be a date of the years 1684 to 2255, as 2026-03-31' }],
  ['time', { accepts: (text: string) => TIME.test(text), must: 'must be a time, as 14:30' }],
  [
    'date-time',
    { accepts: isMoment, must: 'must be a date of the years 1684 to 2255 and a time with its offset, as 2026-03-31T14:30:00Z' },
  ],
  ['email', { accepts: isEmail, must: 'must be an email address, as ann@example.com' }],
  ['uri', { accepts: (text: string) => WEB_ADDRESS.test(text), must: 'must be a web address, as https://example.com' }],
  ['uuid', { accepts: (text: string) => UUID.test(text), must: 'must be a UUID' }],
]);

function isDate(text: string): boolean {
  return DATE.test(text) && parseMoment(`${text}T00:00:00Z`) !== null;
}

function isMoment(text: string): boolean {
  return DATE.test(text.slice(0, 10)) && parseMoment(text) !== null;
}

function isEmail(text: string): boolean {
  return text.length <= EMAIL_CHARACTERS && /^[^\s@]+@[^\s@]+$/.test(text);
}
