import type { enForms } from './en-forms.ts';

export const deForms = {
  'command.task.create': 'Neue Aufgabe',
  'done.create': 'Aufgabe angelegt',
  'inbox.sendAgain': 'Bearbeiten und erneut senden',

  'newTask.title': 'Neue Aufgabe',
  'newTask.choose': 'Worum geht es?',
  'newTask.forms': 'Formulare',
  'newTask.find': 'Formular suchen',
  'newTask.noneFound': 'Kein Formular passt zu „{{text}}“.',
  'newTask.none.title': 'Es gibt noch kein Formular',
  'newTask.none.text': 'Ein Formular sagt, was über eine Aufgabe bekannt sein muss. Manager legen es in den Einstellungen an.',
  'newTask.none.managerText': 'Ein Formular sagt, was über eine Aufgabe bekannt sein muss und in welche Warteschlange sie kommt.',
  'newTask.none.make': 'Formular anlegen',
  'newTask.gone':
    'Dieses Formular wurde geschlossen oder gelöscht. Das Eingegebene ist noch da: Ein anderes Formular übernimmt davon, was passt.',
  'newTask.unreadable':
    'Diese Konsole kann das Formular nicht anzeigen: Sie ist älter als der Server. Aktualisieren oder die Seite des Formulars benutzen.',
  'newTask.again': 'Das wurde nicht angenommen. Das Eingegebene ist noch da: berichtigen und erneut anlegen.',
  'newTask.offline': 'Keine Verbindung. Die Aufgabe wird auf diesem Rechner gespeichert und gesendet, sobald der Server wieder antwortet.',
  'newTask.putRight': '{{count}} zu berichtigen',
  'newTask.otherForm': 'Anderes Formular',
  'newTask.clear': 'Leeren',
  'newTask.create': 'Aufgabe anlegen',

  'answers.choose': 'Auswählen…',
  'answers.none': 'Keine Angabe',
  'answers.lines': 'Ein Eintrag pro Zeile.',
  'answers.zone': 'Zeitzone: {{zone}}.',

  'forms.text': 'Wege, Aufgaben von Hand anzulegen: in dieser Konsole, auf einer Seite des Servers oder in einem Backoffice.',
  'forms.table': 'Formulare',
  'forms.title': 'Titel',
  'forms.empty.title': 'Noch kein Formular',
  'forms.empty.text': 'Ein Formular fragt, was bekannt sein muss, prüft es und macht daraus eine Aufgabe in der richtigen Warteschlange.',
} satisfies Readonly<Record<keyof typeof enForms, string>>;
