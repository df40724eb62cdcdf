import type { ServerSentences } from './server-sentences.ts';

/** What the server says when another system does not answer, or not as it should, and of connectors and back offices. */
export const deFailures: ServerSentences = {
  'The connection was refused: nothing listens there.': 'Die Verbindung wurde abgelehnt: Dort antwortet nichts.',
  'The connection was reset before an answer came.': 'Die Verbindung brach ab, bevor eine Antwort kam.',
  'The connection was closed before an answer came.': 'Die Verbindung wurde geschlossen, bevor eine Antwort kam.',
  'The connection was closed while the request was sent.': 'Die Verbindung wurde geschlossen, während die Anfrage gesendet wurde.',
  'The host name does not resolve.': 'Den Namen des Servers gibt es nicht.',
  'The host name could not be resolved for now.': 'Der Name des Servers ließ sich gerade nicht auflösen.',
  'No connection could be made in time.': 'Es kam rechtzeitig keine Verbindung zustande.',
  'No connection could be made within {{seconds}} seconds.': 'Innerhalb von {{seconds}} Sekunden kam keine Verbindung zustande.',
  'The host cannot be reached.': 'Der Server ist nicht erreichbar.',
  'The network cannot be reached.': 'Das Netz ist nicht erreichbar.',
  'The answer has more headers than are read.': 'Die Antwort hat mehr Header, als gelesen werden.',
  'The certificate has expired.': 'Das Zertifikat ist abgelaufen.',
  'The certificate is self-signed.': 'Das Zertifikat ist selbst signiert.',
  'The certificate chain holds a self-signed certificate.': 'In der Kette der Zertifikate ist eines selbst signiert.',
  'The certificate cannot be verified.': 'Das Zertifikat lässt sich nicht prüfen.',
  'The certificate is for another host name.': 'Das Zertifikat gilt für einen anderen Servernamen.',
  'The answer is no HTTP.': 'Die Antwort ist kein HTTP.',
  'The request to {{host}} failed ({{code}}).': 'Die Anfrage an {{host}} schlug fehl ({{code}}).',
  'No complete answer came within {{seconds}} seconds.': 'Innerhalb von {{seconds}} Sekunden kam keine vollständige Antwort.',
  'The server is stopping.': 'Der Server wird gerade beendet.',
  'The answer is larger than {{bytes}} bytes.': 'Die Antwort ist größer als {{bytes}} Bytes.',
  'The answer was cut before its end.': 'Die Antwort brach vor ihrem Ende ab.',
  "The vendor's server answered {{status}}: it has a problem of its own. Docket tries again later.":
    'Der Server des Anbieters hat mit {{status}} geantwortet: Er hat selbst ein Problem. Docket versucht es später noch einmal.',
  'The vendor takes no more requests for now ({{status}}) and asks to wait {{seconds}} seconds.':
    'Der Anbieter nimmt gerade keine weiteren Anfragen an ({{status}}) und bittet, {{seconds}} Sekunden zu warten.',
  'The vendor takes no more requests for now and asks to wait {{seconds}} seconds.':
    'Der Anbieter nimmt gerade keine weiteren Anfragen an und bittet, {{seconds}} Sekunden zu warten.',
  '{{host}} sent more than can be read: {{why}}': '{{host}} hat mehr gesendet, als gelesen werden kann: {{why}}',
  '{{host}} may not be reached from this server: {{why}}': '{{host}} darf von diesem Server aus nicht erreicht werden: {{why}}',
  'There is no server named {{host}}: check the address or subdomain.':
    'Es gibt keinen Server namens {{host}}: Adresse oder Subdomain prüfen.',
  'There is no server named {{host}}: check the address.': 'Es gibt keinen Server namens {{host}}: die Adresse prüfen.',
  '{{host}} cannot be reached: {{why}}': '{{host}} ist nicht erreichbar: {{why}}',
  '{{host}} answered {{status}} with something that is no JSON: check the address.':
    '{{host}} hat mit {{status}} und etwas geantwortet, das kein JSON ist: die Adresse prüfen.',
  'The address {{address}} must be a whole one, like https://api.example.com.':
    'Die Adresse {{address}} muss vollständig sein, etwa https://api.example.com.',
  'The address must hold no user name or password: they belong into the credentials.':
    'Die Adresse darf keinen Benutzernamen und kein Passwort enthalten: Sie gehören in die Zugangsdaten.',
  'A path must start with /, not {{text}}.': 'Ein Pfad muss mit / anfangen, nicht mit {{text}}.',
  'The vendor pointed to {{elsewhere}}, which is not {{origin}}: that is not followed.':
    'Der Anbieter verweist auf {{elsewhere}}, nicht auf {{origin}}: Dem wird nicht gefolgt.',
  '{{what}} ({{where}}: {{why}}). Nothing was changed; Docket needs an update if this stays so.':
    '{{what}} ({{where}}: {{why}}). Geändert wurde nichts; bleibt es so, braucht Docket eine neue Version.',
  '{{what}}. Nothing was changed; Docket needs an update if this stays so.':
    '{{what}}. Geändert wurde nichts; bleibt es so, braucht Docket eine neue Version.',
  'the whole': 'das Ganze',
  "What came from the vendor is not what it used to be, or Docket has a fault: {{why}}. Test the connector; the server's log says more.":
    'Was vom Anbieter kam, ist anders als sonst, oder Docket hat einen Fehler: {{why}}. Die Anbindung testen; das Protokoll des Servers sagt mehr.',
  'The vendor did not answer within {{seconds}} seconds: check the address, or try again later.':
    'Der Anbieter hat innerhalb von {{seconds}} Sekunden nicht geantwortet: die Adresse prüfen oder es später noch einmal versuchen.',
  'this server has no connector of the kind {{name}}': 'dieser Server kennt keine Anbindung der Art {{name}}',
  'There is a connector {{id}} already.': 'Die Anbindung {{id}} gibt es schon.',
  'There are {{count}} connectors already, and no more can be made.': 'Es gibt schon {{count}} Anbindungen; mehr sind nicht möglich.',
  'The connector is paused: switch it on first.': 'Die Anbindung ist angehalten: Erst fortsetzen.',
  'The connector has no credentials: enter them first.': 'Die Anbindung hat keine Zugangsdaten: Erst eingeben.',
  'The run is over: it {{run}}.': 'Der Lauf ist zu Ende: {{run}}.',
  'The run asks for nothing: it is {{run}}.': 'Der Lauf fragt nichts: {{run}}.',
  'There is no connector {{id}}.': 'Die Anbindung {{id}} gibt es nicht.',
  'There is no run {{id}} of this connector.': 'Den Lauf {{id}} hat diese Anbindung nicht.',
  'body.kind names no vendor: it must be one of {{kinds}}.': 'body.kind nennt keinen Anbieter: Möglich sind {{kinds}}.',
  'body.kind is missing.': 'body.kind fehlt.',
  'the address has changed, so the stored ones are not used':
    'die Adresse hat sich geändert, deshalb werden die gespeicherten nicht benutzt',
  'there are none stored': 'es sind keine gespeichert',
  'body.credentials are missing: {{why}}.': 'Es fehlen Zugangsdaten: {{why}}.',
  'must be entered': 'muss eingegeben werden',
  'body.credentials are none of the ways to sign in: {{ways}}.': 'Die Zugangsdaten passen zu keiner Art der Anmeldung: {{ways}}.',
  'is not valid': 'ist nicht gültig',
  'It would close {{count}} of {{open}} open tasks, and asks before it does.':
    'Er würde {{count}} von {{open}} offenen Aufgaben schließen und fragt vorher.',
  'Enter the credentials: there are none, or the address has changed since they were entered.':
    'Zugangsdaten eingeben: Es gibt keine, oder die Adresse hat sich geändert, seit sie eingegeben wurden.',
  'The vendor has deleted the item, so it cannot be opened again there.':
    'Der Anbieter hat den Eintrag gelöscht; er lässt sich dort nicht wieder öffnen.',
  'What the vendor sent {{why}}.': 'Was der Anbieter gesendet hat, {{why}}.',
  'is nested deeper than {{count}} levels': 'ist tiefer als {{count}} Ebenen verschachtelt',
  'has more than {{count}} keys': 'hat mehr als {{count}} Schlüssel',
  'contains a number that is too large to be kept: send it as a text':
    'enthält eine Zahl, die zu groß zum Aufbewahren ist: als Text senden',
  'It failed again and again.': 'Es schlug immer wieder fehl.',
  "The call has neither the vendor's signature nor the connector's secret.":
    'Der Aufruf hat weder die Signatur des Anbieters noch das Geheimnis der Anbindung.',
  'Too many events: send fewer.': 'Zu viele Ereignisse: weniger senden.',
  'query.cursor is none that this server gave out.': 'query.cursor stammt nicht von diesem Server.',
  'It: {{why}}': 'Es: {{why}}',
  '{{path}}: {{why}}': '{{path}}: {{why}}',
  'cannot be read': 'kann nicht gelesen werden',
  'The address must be whole, like https://office.example.com.': 'Die Adresse muss vollständig sein, etwa https://office.example.com.',
  'The address must hold no user name or password: enter them as credentials.':
    'Die Adresse darf keinen Benutzernamen und kein Passwort enthalten: Beides bei den Zugangsdaten eingeben.',
  'There is no time zone {{zone}}: use a name like Europe/Paris.':
    'Es gibt keine Zeitzone {{zone}}: einen Namen wie Europe/Paris benutzen.',
  'The mapping must say where the id stands.': 'Das Mapping muss sagen, wo die ID steht.',
  'A query needs an address that starts with postgres:// or mysql://.':
    'Eine Abfrage braucht eine Adresse, die mit postgres:// oder mysql:// anfängt.',
  'Enter the query.': 'Die Abfrage eingeben.',
  'A database needs a user name and a password.': 'Eine Datenbank braucht Benutzernamen und Passwort.',
  'Say where the next page stands in the answer.': 'Angeben, wo in der Antwort die nächste Seite steht.',
  '{{count}} items have no id at {{place}}: nothing is closed before the mapping is mended.':
    'Einträge ohne ID bei {{place}}: {{count}}. Geschlossen wird nichts, bis das Mapping berichtigt ist.',
  'The source gave no page.': 'Die Quelle hat keine Seite geliefert.',
  'Another item has the same id: the first one counts.': 'Ein anderer Eintrag hat dieselbe ID: Der erste zählt.',
  '{{count}} of the first {{all}} items cannot be read: {{why}}': 'Von den ersten {{all}} Einträgen nicht lesbar: {{count}}. {{why}}',
  'The mapping fails: {{why}}': 'Das Mapping schlägt fehl: {{why}}',
  'There is no id at {{place}}.': 'Bei {{place}} steht keine ID.',
  'The id is too long.': 'Die ID ist zu lang.',
  '{{value}} is no date ({{name}}).': '{{value}} ist kein Datum ({{name}}).',
  'There is no id here: it must be a text or a number.': 'Hier steht keine ID: Sie muss ein Text oder eine Zahl sein.',
  '{{value}} is no date.': '{{value}} ist kein Datum.',
  '{{value}} is no address.': '{{value}} ist keine Adresse.',
  '{{value}} is no number.': '{{value}} ist keine Zahl.',
  'The source answered with a page instead of JSON: the path is another one, or the sign-in is over.':
    'Die Quelle hat eine Seite statt JSON geliefert: Der Pfad ist ein anderer, oder die Anmeldung ist abgelaufen.',
  'The source’s answer is no JSON, or was cut.': 'Die Antwort der Quelle ist kein JSON oder brach ab.',
  'There is no list at {{place}} in the answer.': 'In der Antwort steht bei {{place}} keine Liste.',
  'The answer is no list: say where in it the items are.': 'Die Antwort ist keine Liste: angeben, wo darin die Einträge stehen.',
  'The expression {{expression}} cannot be read at character {{position}}: {{message}}':
    'Der Ausdruck {{expression}} ist ab Zeichen {{position}} nicht lesbar: {{message}}',
  'The expression {{expression}} cannot be read: {{message}}': 'Der Ausdruck {{expression}} ist nicht lesbar: {{message}}',
  'The source answered with its log-in page: the sign-in is wrong or over.':
    'Die Quelle hat ihre Anmeldeseite geliefert: Die Anmeldung ist falsch oder abgelaufen.',
  'There is no {{table}} in the page: the path or the selector is another one.':
    'Auf der Seite gibt es kein Element „{{table}}“: Der Pfad oder der Selektor ist ein anderer.',
  'The page was cut before its end.': 'Die Seite brach vor ihrem Ende ab.',
  'The source answered with a page instead of a CSV file: the sign-in is wrong or over.':
    'Die Quelle hat eine Seite statt einer CSV-Datei geliefert: Die Anmeldung ist falsch oder abgelaufen.',
  'The CSV file cannot be read, or was cut: {{message}}': 'Die CSV-Datei ist nicht lesbar oder brach ab: {{message}}',
  'The pages of the source lead in a circle ({{text}}): check how they go on.':
    'Die Seiten der Quelle führen im Kreis ({{text}}): prüfen, wie sie weitergehen.',
  'The source has more than {{count}} items.': 'Die Quelle hat mehr als {{count}} Einträge.',
  'The back office refused the sign-in: enter the credentials again.':
    'Das Backoffice hat die Anmeldung abgelehnt: die Zugangsdaten neu eingeben.',
  'Our user may not read {{place}}: give it the right to see the whole backlog.':
    'Der Zugang für Docket darf {{place}} nicht lesen: ihm das Recht geben, alles Offene zu sehen.',
  'There is nothing at {{place}}: check the path.': 'Unter {{place}} ist nichts: den Pfad prüfen.',
  '{{place}} redirects elsewhere: the path is another one, or a sign-in is needed.':
    '{{place}} leitet um: Der Pfad ist ein anderer, oder eine Anmeldung ist nötig.',
  'The back office answered {{status}} for {{place}}.': 'Das Backoffice hat für {{place}} mit {{status}} geantwortet.',
  'The link to the next page leads to another server: it is not followed.':
    'Der Link zur nächsten Seite führt zu einem anderen Server: Ihm wird nicht gefolgt.',
  'The query gives more than {{count}} rows.': 'Die Abfrage liefert mehr als {{count}} Zeilen.',
  'The query must be one SELECT.': 'Die Abfrage muss ein einziges SELECT sein.',
  '{{known}} ({{message}})': '{{known}} (Datenbank: „{{message}}“)',
  'The database refused the user name or the password.': 'Die Datenbank hat Benutzernamen oder Passwort abgelehnt.',
  'The database refused the user, or a connection without TLS.': 'Die Datenbank hat den Zugang oder eine Verbindung ohne TLS abgelehnt.',
  'There is no database with this name.': 'Eine Datenbank dieses Namens gibt es nicht.',
  'The query names a table that does not exist, or that our user may not see.':
    'Die Abfrage nennt eine Tabelle, die es nicht gibt oder die der Zugang für Docket nicht sehen darf.',
  'The query names a column that does not exist: the schema has changed.':
    'Die Abfrage nennt eine Spalte, die es nicht gibt: Das Schema hat sich geändert.',
  'Our user may not read what the query asks for.': 'Der Zugang für Docket darf nicht lesen, wonach die Abfrage fragt.',
  'The query tries to write: only reading is possible.': 'Die Abfrage will schreiben: Möglich ist nur Lesen.',
  'The query took too long and was ended.': 'Die Abfrage dauerte zu lange und wurde beendet.',
  'Our user may not use this database.': 'Der Zugang für Docket darf diese Datenbank nicht benutzen.',
  'The query names a table that does not exist.': 'Die Abfrage nennt eine Tabelle, die es nicht gibt.',
  'Nobody answers at this address and port.': 'An dieser Adresse und diesem Port antwortet niemand.',
  'The database did not answer in time.': 'Die Datenbank hat nicht rechtzeitig geantwortet.',
  'The database cannot be read.': 'Die Datenbank ist nicht lesbar.',
  'Reading a page took longer than {{seconds}} seconds: simplify the mapping.':
    'Eine Seite zu lesen dauerte länger als {{seconds}} Sekunden: das Mapping vereinfachen.',
  'A page of the source needs more memory than there is: use smaller pages.':
    'Eine Seite der Quelle braucht mehr Speicher, als da ist: kleinere Seiten benutzen.',
  'The source’s answer cannot be read: {{message}}': 'Die Antwort der Quelle ist nicht lesbar: {{message}}',
  'The log-in page {{place}} answered with {{status}}: check its path.':
    'Die Anmeldeseite {{place}} hat mit {{status}} geantwortet: ihren Pfad prüfen.',
  'The back office refused the user name or the password.': 'Das Backoffice hat Benutzernamen oder Passwort abgelehnt.',
  'The log-in form sends to another server: it is not filled in.':
    'Das Anmeldeformular sendet an einen anderen Server: Es wird nicht ausgefüllt.',
  'The answer had no status.': 'Die Antwort hatte keinen Status.',
  'The endpoint answered {{status}}, a redirect, which is not followed.':
    'Der Empfänger hat mit {{status}} geantwortet, einer Weiterleitung; ihr wird nicht gefolgt.',
  'The endpoint answered {{status}}.': 'Der Empfänger hat mit {{status}} geantwortet.',
  'The source is too large or too slow to be looked through at once: {{count}} items were read.':
    'Die Quelle ist zu groß oder zu langsam, um sie in einem Zug durchzusehen. Gelesene Einträge: {{count}}.',
  'There is nothing at {{place}}.': 'Bei {{place}} steht nichts.',
};
