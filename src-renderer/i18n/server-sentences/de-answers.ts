import type { ServerSentences } from './server-sentences.ts';

/** What the server and the main process answer when something cannot be done. */
export const deAnswers: ServerSentences = {
  'The certificate of {{host}} is signed by nobody that this computer trusts. Install the certificate of your organisation on this computer, or give the server a public one.':
    'Dem Zertifikat von {{host}} vertraut dieser Rechner nicht. Das Zertifikat der eigenen Organisation auf diesem Rechner installieren oder dem Server ein öffentliches geben.',
  'The certificate of {{host}} has expired. Ask whoever runs the server to renew it.':
    'Das Zertifikat von {{host}} ist abgelaufen. Wer den Server betreibt, muss es erneuern.',
  'The certificate of {{host}} is not valid yet. Check the date of this computer.':
    'Das Zertifikat von {{host}} gilt noch nicht. Das Datum dieses Rechners prüfen.',
  'The certificate that answers at {{host}} belongs to another name. Check the address.':
    'Das Zertifikat unter {{host}} gehört zu einem anderen Namen. Die Adresse prüfen.',
  '{{host}} does not speak https on this port. Try http://{{same}}, if the server is in your own network.':
    '{{host}} spricht auf diesem Port kein https. Steht der Server im eigenen Netz, http://{{same}} versuchen.',
  '{{host}} hung up. Perhaps it speaks https only: try https://{{same}}.':
    '{{host}} hat aufgelegt. Vielleicht spricht er nur https: https://{{same}} versuchen.',
  '{{host}} hung up before it answered. Try again, or check that the address is right.':
    '{{host}} hat vor der Antwort aufgelegt. Noch einmal versuchen oder die Adresse prüfen.',
  'There is no computer named {{host}} as far as this network knows. Check the spelling, the network and the VPN.':
    'Dieses Netz kennt keinen Rechner namens {{host}}. Schreibweise, Netz und VPN prüfen.',
  'No answer from {{server}}. Check the address and the network.': 'Keine Antwort von {{server}}. Adresse und Netz prüfen.',
  'No answer from {{server}}.': 'Keine Antwort von {{server}}.',
  'The server and this console have different versions. Update the console, or ask the admin to update the server.':
    'Server und Konsole haben verschiedene Versionen. Die Konsole aktualisieren oder den Admin bitten, den Server zu aktualisieren.',
  'What answers at {{server}} is no Docket server.': 'Was unter {{server}} antwortet, ist kein Docket-Server.',
  'The address must look like https://docket.example.com, without a name or password in it.':
    'Die Adresse muss aussehen wie https://docket.example.com, ohne Namen oder Passwort darin.',
  'This server has no admin yet: set it up first.': 'Dieser Server hat noch keinen Admin: Erst einrichten.',
  'This is no link of a Docket server. Copy all of it, from “http” to its end.':
    'Das ist kein Link eines Docket-Servers. Ihn ganz kopieren, von „http“ bis zum Ende.',
  'Nobody is signed in.': 'Niemand ist angemeldet.',
  'No server came with this console. Start one elsewhere, and connect to it.':
    'Diese Konsole bringt keinen Server mit. Anderswo einen starten und mit ihm verbinden.',
  'The server on this computer does not run. Its last words: “{{why}}”.':
    'Der Server auf diesem Rechner läuft nicht. Seine letzten Worte: „{{why}}“.',
  'The server on this computer does not run yet. It said nothing for {{seconds}} seconds.':
    'Der Server auf diesem Rechner läuft noch nicht. Seit {{seconds}} Sekunden sagt er nichts.',
  'The code has expired: the server has just printed a new one.': 'Der Code ist abgelaufen: Der Server hat gerade einen neuen ausgegeben.',
  'The code was tried too often. Try again in {{minutes}} minutes: the server then prints a new one.':
    'Der Code wurde zu oft versucht. In {{minutes}} Minuten noch einmal: Der Server gibt dann einen neuen aus.',
  'This is not the code that the server printed.': 'Das ist nicht der Code, den der Server ausgegeben hat.',
  'Too many attempts: try again later.': 'Zu viele Versuche: später noch einmal.',
  'This server has an admin already: sign in.': 'Dieser Server hat schon einen Admin: anmelden.',
  'This link is unknown, was used, or has expired: ask an admin for a new one.':
    'Dieser Link ist unbekannt, benutzt oder abgelaufen: einen Admin um einen neuen bitten.',
  'The disk of this computer is full: nothing was changed. Free some space and try again.':
    'Der Datenträger dieses Rechners ist voll: Geändert wurde nichts. Platz schaffen und noch einmal versuchen.',
  'The disk of this computer is full. Free some space and try again.':
    'Der Datenträger dieses Rechners ist voll. Platz schaffen und noch einmal versuchen.',
  'The change could not be written to the disk of this computer: nothing was changed. Try again.':
    'Die Änderung ließ sich auf diesem Rechner nicht speichern: Geändert wurde nichts. Noch einmal versuchen.',
  'The sign-in could not be removed from the disk of this computer: you are still signed in. Try again.':
    'Die Anmeldung ließ sich auf diesem Rechner nicht löschen: Sie besteht weiter. Noch einmal versuchen.',
  'The server was ended again: its address could not be written to the disk of this computer.':
    'Der Server wurde wieder beendet: Seine Adresse ließ sich auf diesem Rechner nicht speichern.',
  'The sign-in could not be written to the disk of this computer. Free some space and try again.':
    'Die Anmeldung ließ sich auf diesem Rechner nicht speichern. Platz schaffen und noch einmal versuchen.',
  'Another version of the console wrote what is saved on this computer. Update the console: nothing was changed.':
    'Eine andere Version der Konsole schrieb, was auf diesem Rechner gespeichert ist. Konsole aktualisieren: Geändert wurde nichts.',
  'Somebody has signed in meanwhile.': 'Inzwischen hat sich jemand angemeldet.',
  'An earlier change to the same task was not accepted, and this one was built on it.':
    'Eine frühere Änderung derselben Aufgabe wurde nicht angenommen, und diese baute darauf auf.',
  'This address could not be opened: only http and https addresses are, in the system’s browser.':
    'Diese Adresse ließ sich nicht öffnen: Im Browser des Systems gehen nur Adressen mit http und https auf.',
  'This address could not be shown: only http and https addresses are.':
    'Diese Adresse ließ sich nicht zeigen: Es gehen nur Adressen mit http und https.',
  'This account is disabled: ask an admin.': 'Dieses Konto ist gesperrt: einen Admin fragen.',
  'The session was ended: sign in again.': 'Die Sitzung wurde beendet: neu anmelden.',
  'The session has expired: sign in again.': 'Die Sitzung ist abgelaufen: neu anmelden.',
  'There is no such session.': 'Diese Sitzung gibt es nicht mehr.',
  'The current password is wrong.': 'Das jetzige Passwort ist falsch.',
  'There is no such person.': 'Diese Person gibt es nicht mehr.',
  'This is the last admin: make another one first.': 'Das ist der letzte Admin: Erst einen anderen dazu machen.',
  'body.email is no e-mail address.': 'Das ist keine E-Mail-Adresse.',
  'Somebody has the address {{email}} already.': 'Die Adresse {{email}} hat schon jemand.',
  'This account is disabled: enable it first.': 'Dieses Konto ist gesperrt: Erst wieder freigeben.',
  'There is no such invitation that could still be accepted.': 'Diese Einladung gibt es nicht, oder sie lässt sich nicht mehr annehmen.',
  'There is no such key.': 'Diesen Schlüssel gibt es nicht mehr.',
  'There is a queue {{id}} already.': 'Die Warteschlange {{id}} gibt es schon.',
  'There is no queue {{id}}.': 'Die Warteschlange {{id}} gibt es nicht mehr.',
  'body.condition must have at most {{count}} characters.': 'Die Bedingung darf höchstens {{count}} Zeichen haben.',
  "A queue's id has 1 to 128 characters out of A-Za-z0-9._:~@-.": 'Die ID einer Warteschlange hat 1 bis 128 Zeichen aus A-Za-z0-9._:~@-.',
  'body.id must not be {{id}}: a path has this name.': 'Die ID darf nicht {{id}} sein: So heißt ein Pfad.',
  'There are {{count}} queues already, and no more can be made.': 'Es gibt schon {{count}} Warteschlangen; mehr sind nicht möglich.',
  'body.schedule_uid names no schedule: {{id}}.': 'Die Arbeitszeiten {{id}} gibt es nicht mehr.',
  'The preview took too long: try again when less is going on.':
    'Die Vorschau dauerte zu lange: noch einmal versuchen, wenn weniger los ist.',
  "A schedule's id has 1 to 128 characters out of A-Za-z0-9._:~@-.": 'Die ID von Arbeitszeiten hat 1 bis 128 Zeichen aus A-Za-z0-9._:~@-.',
  'There is a schedule {{id}} already.': 'Die Arbeitszeiten {{id}} gibt es schon.',
  'There are {{count}} schedules already, and no more can be made.': 'Es gibt schon {{count}} Arbeitszeiten; mehr sind nicht möglich.',
  'Queues go by this schedule: {{names}} and {{count}} more.':
    'Nach diesen Arbeitszeiten gehen Warteschlangen: {{names}} und {{count}} weitere.',
  'Queues go by this schedule: {{names}}.': 'Nach diesen Arbeitszeiten gehen Warteschlangen: {{names}}.',
  'There is no schedule {{id}}.': 'Die Arbeitszeiten {{id}} gibt es nicht mehr.',
  'There is a form {{id}} already.': 'Das Formular {{id}} gibt es schon.',
  'There is no form {{id}}.': 'Das Formular {{id}} gibt es nicht mehr.',
  "A form's id has 1 to 128 characters out of A-Za-z0-9._:~@-.": 'Die ID eines Formulars hat 1 bis 128 Zeichen aus A-Za-z0-9._:~@-.',
  'There are {{count}} forms already, and no more can be made.': 'Es gibt schon {{count}} Formulare; mehr sind nicht möglich.',
  "A form's definition holds at most {{count}} KiB.": 'Die Definition eines Formulars fasst höchstens {{count}} KiB.',
  'body.target.queue_uid names no queue: {{id}}.': 'Die Warteschlange {{id}} gibt es nicht mehr.',
  'Another form is at /f/{{slug}} already.': 'Unter /f/{{slug}} steht schon ein anderes Formular.',
  'There is no such form, or it takes nothing any more.': 'Dieses Formular gibt es nicht, oder es nimmt nichts mehr an.',
  'There is no such review.': 'Diese Stichprobe gibt es nicht mehr.',
  '{{name}} has reviewed it already.': '{{name}} hat sie schon geprüft.',
  'Somebody else has to look at what you completed.': 'Was jemand selbst erledigt hat, muss jemand anderes prüfen.',
  'There is a hook with the id {{id}} already.': 'Einen Webhook mit der ID {{id}} gibt es schon.',
  'There is no hook {{id}}.': 'Den Webhook {{id}} gibt es nicht mehr.',
  'There is no delivery {{id}}.': 'Die Zustellung {{id}} gibt es nicht mehr.',
  '{{name}} is no moment of the years 1684 to 2255: write it like 2024-07-12T12:29:16Z.':
    '{{name}} ist kein Zeitpunkt aus den Jahren 1684 bis 2255: schreiben wie 2024-07-12T12:29:16Z.',
  'This is not the next piece.': 'Das ist nicht das nächste Stück.',
  'This piece goes beyond the end of the file.': 'Dieses Stück reicht über das Ende der Datei hinaus.',
  'A backup of more than 64 GiB is not taken here.': 'Eine Sicherung von mehr als 64 GiB wird hier nicht angenommen.',
  'The disk of the server has no room for this backup.': 'Auf dem Datenträger des Servers ist kein Platz für diese Sicherung.',
  'PostgreSQL is backed up and put back with its own tools.': 'PostgreSQL wird mit seinen eigenen Werkzeugen gesichert und zurückgespielt.',
  'There is no such backup.': 'Diese Sicherung gibt es nicht mehr.',
  'A backup is being made already.': 'Es wird gerade schon gesichert.',
  'A backup was made a moment ago: wait ten seconds.': 'Eben wurde gesichert: zehn Sekunden warten.',
  'This server cannot put its database back by itself.': 'Dieser Server kann seine Datenbank nicht selbst zurückspielen.',
  'body.confirm must be the name of the backup.': 'Zur Bestätigung muss der Name der Sicherung eingegeben werden.',
  'A backup is being put back already.': 'Es wird gerade schon eine Sicherung zurückgespielt.',
  'This backup was made by a newer server: it needs that one.': 'Diese Sicherung stammt von einem neueren Server: Sie braucht diesen.',
  'Nobody in this backup could administer the server afterwards.':
    'In dieser Sicherung ist niemand, der den Server danach verwalten könnte.',
  'The audit log is being read already.': 'Das Prüfprotokoll wird gerade schon gelesen.',
  'The database does not answer.': 'Die Datenbank antwortet nicht.',
  'One change has not been sent yet. Connect to {{server}} first, then sign out.':
    'Eine Änderung ist noch nicht gesendet. Erst mit {{server}} verbinden, dann abmelden.',
  '{{count}} changes have not been sent yet. Connect to {{server}} first, then sign out.':
    '{{count}} Änderungen sind noch nicht gesendet. Erst mit {{server}} verbinden, dann abmelden.',
  'One change has not been sent to {{server}} yet, made by {{name}}: until then only {{email}} can sign in.':
    'Eine Änderung von {{name}} ist noch nicht an {{server}} gesendet: Bis dahin kann sich nur {{email}} anmelden.',
  '{{count}} changes have not been sent to {{server}} yet, made by {{name}}: until then only {{email}} can sign in.':
    '{{count}} Änderungen von {{name}} sind noch nicht an {{server}} gesendet: Bis dahin kann sich nur {{email}} anmelden.',
};
