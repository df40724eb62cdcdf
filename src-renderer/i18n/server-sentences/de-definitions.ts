import type { ServerSentences } from './server-sentences.ts';

/** What is wrong with the definition of a form or with a condition, as the end of a sentence. */
export const deDefinitions: ServerSentences = {
  'must be a whole number from 0': 'muss eine ganze Zahl ab 0 sein',
  'must be a text of up to {{count}} characters': 'muss ein Text mit höchstens {{count}} Zeichen sein',
  'must name a type': 'muss einen Typ nennen',
  'must be a list of values': 'muss eine Liste von Werten sein',
  'must have at most {{count}} values': 'darf höchstens {{count}} Werte haben',
  'must be a number above 0': 'muss eine Zahl über 0 sein',
  'must be a list of different names': 'muss eine Liste verschiedener Namen sein',
  'must give a list of different names for each name': 'muss für jeden Namen eine Liste verschiedener Namen enthalten',
  'is not supported in forms': 'geht in Formularen nicht',
  'is no keyword of JSON Schema 2020-12 (own ones begin with x-)':
    'ist kein Schlüsselwort von JSON Schema 2020-12 (eigene fangen mit x- an)',
  'must be a schema: an object, true or false': 'muss ein Schema sein: ein Objekt, true oder false',
  'is nested deeper than {{count}} schemas': 'ist tiefer als {{count}} Schemas verschachtelt',
  'holds more than {{count}} schemas': 'enthält mehr als {{count}} Schemas',
  'must be a list of schemas': 'muss eine Liste von Schemas sein',
  'must give a schema for each name': 'muss für jeden Namen ein Schema enthalten',
  'must point into this schema, as #/$defs/NAME: nothing is fetched from elsewhere':
    'muss in dieses Schema zeigen, etwa #/$defs/NAME: Von anderswo wird nichts geholt',
  'leads back to itself': 'führt zu sich selbst zurück',
  'points to nothing: {{reference}}': 'zeigt auf nichts: {{reference}}',
  'must have a name of 1 to {{count}} characters': 'muss einen Namen mit 1 bis {{count}} Zeichen haben',
  'has a dot, a square bracket or an invisible character in its name':
    'hat im Namen einen Punkt, eine eckige Klammer oder ein unsichtbares Zeichen',
  'is named with a number alone': 'heißt nur nach einer Zahl',
  'must have a property for each field': 'muss für jedes Feld eine Eigenschaft haben',
  'must have at most {{count}} fields': 'darf höchstens {{count}} Felder haben',
  'names no field: {{name}}': 'nennt kein Feld: {{name}}',
  'is about no field': 'gilt keinem Feld',
  'names a field that the target sets: {{name}}': 'nennt ein Feld, das fest gesetzt ist: {{name}}',
  'is in more than {{count}} groups': 'steht in mehr als {{count}} Gruppen',
  'is nothing that a form can ask for: texts, numbers, ticks, choices, groups and lists of texts are':
    'ist nichts, wonach ein Formular fragen kann: Texte, Zahlen, Häkchen, Auswahlen, Gruppen und Listen von Texten sind es',
  'has more than {{count}} characters': 'hat mehr als {{count}} Zeichen',
  'is no regular expression of ECMA-262 with the flag u': 'ist kein regulärer Ausdruck nach ECMA-262 mit dem Schalter u',
  'can match the same text in so many ways that its time might grow faster than the text: let each character have one place in it, as in ^[a-z]+(-[a-z]+)*$':
    'passt auf denselben Text auf so viele Weisen, dass die Prüfung zu lange dauern könnte: jedem Zeichen einen einzigen Platz geben, wie in ^[a-z]+(-[a-z]+)*$',
  'must begin with ^, because it repeats without end: it would be tried anew at every character':
    'muss mit ^ anfangen, weil es ohne Ende wiederholt: Sonst würde es bei jedem Zeichen neu versucht',
  'stands for more than {{count}} characters': 'steht für mehr als {{count}} Zeichen',
  'repeats more than {{count}} times': 'wiederholt öfter als {{count}}-mal',
  'repeats without end what may be empty': 'wiederholt ohne Ende, was leer sein darf',
  'is too large': 'ist zu groß',
  'has a bracket that was not opened': 'hat eine Klammer, die nicht geöffnet wurde',
  'looks ahead or behind, which is not taken': 'schaut voraus oder zurück; das geht hier nicht',
  'switches flags within, which is not taken': 'ändert Schalter im Innern; das geht hier nicht',
  'is nested deeper than {{count}} groups': 'ist tiefer als {{count}} Gruppen verschachtelt',
  'refers back to a group, which is not taken': 'bezieht sich auf eine Gruppe zurück; das geht hier nicht',
  'must be a group: an object with combinator and rules': 'muss eine Gruppe sein: ein Objekt mit combinator und rules',
  'has both rules and conditions; send one of them': 'hat rules und conditions; nur eines davon geht',
  'must be a list of rules and groups': 'muss eine Liste von Regeln und Gruppen sein',
  'is one too many: a condition has at most {{count}} rules and groups':
    'ist eine zu viel: Eine Bedingung hat höchstens {{count}} Regeln und Gruppen',
  'is a combinator between rules: name one combinator for the whole group, and nest groups':
    'ist ein combinator zwischen Regeln: einen für die ganze Gruppe nennen und Gruppen verschachteln',
  'must be a rule or a group': 'muss eine Regel oder eine Gruppe sein',
  'must be and or or': 'muss ein logisches Und oder Oder sein',
  'must be value: fields are not compared with fields': 'muss value sein: Felder werden nicht mit Feldern verglichen',
  'is not known here: a list holds when any of its elements does':
    'ist hier nicht bekannt: Eine Liste passt, wenn eines ihrer Elemente passt',
  'must name a field, such as fields.country': 'muss ein Feld nennen, etwa fields.country',
  'must have at most {{count}} parts': 'darf höchstens {{count}} Teile haben',
  'must not be {{name}}: queues cannot depend on it': 'darf nicht {{name}} sein: Davon können Warteschlangen nicht abhängen',
  'must be a list of two values': 'muss eine Liste von zwei Werten sein',
  'must not be empty': 'darf nicht leer sein',
  'must not be null; use the operator null or notNull': 'darf nicht null sein; dafür gibt es die Operatoren null und notNull',
  'must be a text, a number, true or false': 'muss ein Text, eine Zahl, true oder false sein',
  'must be a date of the years 1684 to 2255: YYYY-MM-DD, RFC 3339 or an epoch number':
    'muss ein Datum aus den Jahren 1684 bis 2255 sein: JJJJ-MM-TT, RFC 3339 oder eine Epochenzahl',
  'is no attribute of a task; fields are written fields.NAME, attributes are {{names}}':
    'ist kein Merkmal einer Aufgabe; Felder schreibt man fields.NAME, Merkmale sind {{names}}',
  'is not known here: a group has combinator, not and rules': 'ist hier nicht bekannt: Eine Gruppe hat combinator, not und rules',
};
