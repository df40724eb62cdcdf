import { GERMAN_ISSUES } from './german-issues.ts';
import { type PageLanguage, showNumber } from './page-language.ts';

/** What pages of forms say, and what may be said on them, by its English words. */
const GERMAN = {
  ...GERMAN_ISSUES,
  'is not complete': 'ist nicht vollständig',
  'must have at most 1 character': 'darf höchstens 1 Zeichen haben',
  'must have at most 1 entry': 'darf höchstens 1 Eintrag haben',
  'must have at least 1 entry': 'muss mindestens 1 Eintrag haben',
  'must be a date of the years 1684 to 2255, as 2026-03-31': 'muss ein Datum aus den Jahren 1684 bis 2255 sein, wie 31.03.2026',
  'must be a date of the years 1684 to 2255 and a time with its offset, as 2026-03-31T14:30:00Z':
    'muss ein Datum aus den Jahren 1684 bis 2255 und eine Uhrzeit sein, wie 31.03.2026, 14:30',

  'Choose…': 'Bitte wählen…',
  '(optional)': '(freiwillig)',
  'One entry on each line.': 'Ein Eintrag je Zeile.',
  'The time counts as UTC.': 'Die Uhrzeit zählt als UTC.',
  'Your time zone: {{zone}}.': 'Ihre Zeitzone: {{zone}}.',
  'Leave this empty': 'Dieses Feld leer lassen',
  Send: 'Senden',
  'Sending…': 'Wird gesendet…',
  'Send another one': 'Noch eines senden',
  'Thank you. It was sent.': 'Vielen Dank. Es wurde gesendet.',
  'Your reference:': 'Ihr Zeichen:',
  'Something has to be put right:': 'Etwas muss berichtigt werden:',
  'Error: {{title}}': 'Fehler: {{title}}',
  'You send this as {{name}}.': 'Sie senden dies als {{name}}.',
  'Sign out': 'Abmelden',
  'Sign in': 'Anmelden',
  'Sign in: {{title}}': 'Anmelden: {{title}}',
  'Sign in with your Docket account to fill in this form.': 'Bitte mit dem Docket-Konto anmelden, um dieses Formular auszufüllen.',
  Email: 'E-Mail',
  Password: 'Passwort',
  'Inside another site, your browser may keep nobody signed in:':
    'Innerhalb einer anderen Seite hält der Browser womöglich niemanden angemeldet:',
  'open the form in a window of its own': 'das Formular in einem eigenen Fenster öffnen',
  'There is nothing here': 'Hier ist nichts',
  'That did not work': 'Das hat nicht geklappt',
  Language: 'Sprache',
  'This link is for Docket': 'Dieser Link ist für Docket',
  'Copy the address of this page. Then start Docket on your computer, choose “I have a link” below the sign-in form, and paste it there. It works once.':
    'Bitte die Adresse dieser Seite kopieren. Dann Docket auf dem eigenen Rechner öffnen, unter der Anmeldung „Ich habe einen Link“ wählen und sie dort einfügen. Er gilt einmal.',
  'This link is unknown, was used, or has expired: ask an admin for a new one.':
    'Dieser Link ist unbekannt, benutzt oder abgelaufen: bitte einen Admin um einen neuen bitten.',

  'It could not be sent: the server did not answer. Nothing that you entered is lost. Send it again.':
    'Es ließ sich nicht senden: Der Server hat nicht geantwortet. Nichts Eingegebenes ist verloren. Bitte noch einmal senden.',
  'It could not be sent. Nothing that you entered is lost. Send it again.':
    'Es ließ sich nicht senden. Nichts Eingegebenes ist verloren. Bitte noch einmal senden.',
  'You are signed out. Sign in on this page in another window, then send it again here.':
    'Sie sind abgemeldet. Bitte auf dieser Seite in einem anderen Fenster anmelden und dann hier noch einmal senden.',
  'You have sent this form already. What is entered now is something else: send it again if it shall be another one.':
    'Dieses Formular wurde schon gesendet. Was jetzt dasteht, ist etwas anderes: Soll es ein weiteres sein, bitte noch einmal senden.',
  'This was sent before, with other values. Load the form again to send another one.':
    'Dies wurde schon mit anderen Angaben gesendet. Für ein weiteres bitte das Formular neu laden.',
  'The page was open for too long: look it over and send it again.':
    'Die Seite war zu lange offen: bitte durchsehen und noch einmal senden.',
  'A field that must stay empty was filled in.': 'Ein Feld, das leer bleiben muss, wurde ausgefüllt.',
  'The page had expired, or your browser keeps no cookies for it. Try again.':
    'Die Seite war abgelaufen, oder der Browser behält keine Cookies für sie. Bitte noch einmal versuchen.',
  'There is no form at this address, or it was closed.': 'Unter dieser Adresse gibt es kein Formular, oder es wurde geschlossen.',
  'There is no such form, or it takes nothing any more.': 'Dieses Formular gibt es nicht, oder es nimmt nichts mehr an.',
  'This was sent from another site. Open the form itself, and send it from there.':
    'Dies kam von einer anderen Seite. Bitte das Formular selbst öffnen und von dort senden.',
  'Too much was sent from your network: wait {{seconds}} s, then send it again.':
    'Aus Ihrem Netz kam zu viel: bitte {{seconds}} s warten und dann noch einmal senden.',
  'The e-mail address or the password is wrong.': 'E-Mail-Adresse oder Passwort ist falsch.',
  'Too many attempts: try again later.': 'Zu viele Versuche: bitte später noch einmal.',
  'This account is disabled: ask an admin.': 'Dieses Konto ist gesperrt: bitte an einen Admin wenden.',
} as const satisfies Readonly<Record<string, string>>;

export type PagePhrase = keyof typeof GERMAN;

export interface PageSpeech {
  language: PageLanguage;
  /** What a page says by itself. */
  say(words: PagePhrase, parameters?: Readonly<Record<string, string>>): string;
  /** What somebody else said in English; as it came, where it is not known. */
  sayAgain(words: string): string;
}

/** The voice of a page in one language. */
export function speakOnPage(language: PageLanguage): PageSpeech {
  return {
    language,
    say: (words, parameters = {}) => fill(language === 'de' ? GERMAN[words] : words, parameters, language),
    sayAgain: (words) => (language === 'de' ? inGerman(words) : words),
  };
}

function inGerman(words: string): string {
  for (const [english, german] of Object.entries(GERMAN)) {
    const found = english === words ? {} : patternOf(english)?.exec(words)?.groups;
    if (found) return fill(german, found, 'de');
  }
  return words;
}

function fill(sentence: string, parameters: Readonly<Record<string, string>>, language: PageLanguage): string {
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : name === 'title' || name === 'name' ? value : showNumber(value, language);
  });
}

const patterns = new Map<string, RegExp | null>();

/** Null for a sentence without a gap. A gap is a word: what is longer was written by people. */
function patternOf(sentence: string): RegExp | null {
  const known = patterns.get(sentence);
  if (known !== undefined) return known;
  const parts = sentence.split(/\{\{(\w+)\}\}/);
  const source = parts.map((part, index) => (index % 2 === 0 ? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&') : `(?<${part}>\\S+)`));
  const pattern = parts.length === 1 ? null : new RegExp(`^${source.join('')}$`);
  patterns.set(sentence, pattern);
  return pattern;
}
