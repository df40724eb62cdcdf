import type { enDesktop } from './en-desktop.ts';

export const deDesktop = {
  'address.unreadable.title': 'Der Link ließ sich nicht lesen',
  'address.unreadable.text': 'Er nennt keine Aufgabe. Es wurde nichts geändert.',
  'address.unknown.title': 'Die Aufgabe des Links ist nicht hier',
  'address.unknown.text': 'Es gibt keine Aufgabe {{id}}, oder sie ist nicht für Sie bestimmt.',
  'address.elsewhere.text':
    'Die Aufgabe {{id}} gibt es, aber nicht auf diesem Rechner: Sie ist längst erledigt oder liegt in keiner Ihrer Warteschlangen.',
  'address.offline.text':
    'Die Aufgabe {{id}} ist nicht auf diesem Rechner, und der Server ist gerade nicht erreichbar. Öffnen Sie den Link erneut, sobald die Verbindung steht.',
  'address.copied': 'Link zur Aufgabe',

  'notice.assigned': 'Ihnen zugewiesen',
  'notice.assigned_one': '{{count}} Aufgabe wurde Ihnen zugewiesen',
  'notice.assigned_other': '{{count}} Aufgaben wurden Ihnen zugewiesen',
  'notice.due': 'Fällig {{when}}',
  'notice.due_one': '{{count}} Ihrer Aufgaben ist bald fällig',
  'notice.due_other': '{{count}} Ihrer Aufgaben sind bald fällig',
  'notice.rejected': '{{act}} wurde nicht ausgeführt',
  'notice.rejected_one': '{{count}} Änderung wurde nicht ausgeführt',
  'notice.rejected_other': '{{count}} Änderungen wurden nicht ausgeführt',
  'notice.first': '{{title}} und weitere',

  'desk.mine_one': '{{count}} Aufgabe bei Ihnen',
  'desk.mine_other': '{{count}} Aufgaben bei Ihnen',
  'desk.rejected_one': '{{count}} Änderung nicht ausgeführt',
  'desk.rejected_other': '{{count}} Änderungen nicht ausgeführt',
  'desk.pending_one': '{{count}} Änderung noch nicht gesendet',
  'desk.pending_other': '{{count}} Änderungen noch nicht gesendet',
  'desk.quit': 'Docket beenden',

  'mini.label': 'Schwebender Player',
  'mini.close': 'Schwebenden Player schließen',
  'mini.open': 'Seite öffnen',
  'mini.offline': 'Offline gespeichert',
  'mini.done': 'Weiter mit der nächsten.',

  'preferences.title': 'Einstellungen für diesen Rechner',
  'preferences.text': 'Sie gelten für alle, die sich hier anmelden.',
  'preferences.textSize': 'Schriftgröße',
  'preferences.notices': 'Benachrichtigen',
  'preferences.notices.assigned': 'Wenn mir eine Aufgabe zugewiesen wird',
  'preferences.notices.due': 'Wenn eine meiner Aufgaben in höchstens {{count}} Minuten fällig ist',
  'preferences.notices.rejected': 'Wenn etwas, das ich getan habe, nicht ausgeführt wurde',
  'preferences.noticesHint': 'Nicht, solange die Aufgabe auf dem Bildschirm ist.',
  'preferences.player': 'Player',
  'preferences.float': 'Einen kleinen Player im Vordergrund halten, wenn sich eine Aufgabe im Browser öffnet',
  'preferences.done': 'Fertig',

  'signOut.title': 'Abmelden',
  'signOut.text':
    'Alles, was Sie getan haben, ist gesendet. Ihre Aufgaben bleiben für das nächste Mal auf diesem Rechner, es sei denn, Sie löschen sie.',
  'signOut.erase': 'Alles von mir auf diesem Rechner löschen',
  'signOut.eraseHint':
    'Aufgaben, Ausgeführtes wie nicht Ausgeführtes sowie die Cookies der Seiten, auf denen Sie gearbeitet haben. Auf dem Server bleibt alles erhalten.',
  'signOut.unsent_one':
    '{{count}} Änderung ist noch nicht gesendet, und niemand sonst könnte sie senden. Das Abmelden muss warten, bis sie es ist.',
  'signOut.unsent_other':
    '{{count}} Änderungen sind noch nicht gesendet, und niemand sonst könnte sie senden. Das Abmelden muss warten, bis sie es sind.',
  'signOut.unsentHint':
    'Das Fenster zu schließen ist ungefährlich: Alles bleibt auf diesem Rechner und wird gesendet, wenn die Konsole wieder läuft und der Server antwortet.',
  'signOut.show': 'Anzeigen',

  'banner.replicaRebuilt':
    'Die auf diesem Rechner gespeicherten Aufgaben waren verloren oder beschädigt. Sie werden erneut vom Server geholt; was Sie getan haben, steht im Journal, und nichts davon ist verloren.',
  'banner.replicaInMemory':
    'Die Aufgaben lassen sich derzeit nicht auf diesem Rechner speichern. Sie werden bei jedem Start vom Server geholt; was Sie tun, steht wie immer im Journal.',
  'banner.newerServer':
    'Auf dem Server läuft Docket {{server}}, diese Konsole ist {{console}}. Alles funktioniert; aktualisieren Sie die Konsole, wenn es passt.',

  'command.app.preferences': 'Einstellungen für diesen Rechner',
  'command.view.zoomIn': 'Größere Schrift',
  'command.view.zoomOut': 'Kleinere Schrift',
  'command.view.zoomReset': 'Schrift in üblicher Größe',
  'command.task.copyLink': 'Link zur Aufgabe kopieren',
  'command.player.float': 'Kleinen Player im Vordergrund halten oder schließen',
} satisfies Record<keyof typeof enDesktop, string>;
