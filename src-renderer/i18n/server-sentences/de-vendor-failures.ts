import type { ServerSentences } from './server-sentences.ts';

/** What connectors say of the systems of vendors. */
export const deVendorFailures: ServerSentences = {
  'ComplyAdvantage answered {{name}} in a form that is not described (no content.data). Nothing was changed; check the address, or Docket needs an update.':
    'ComplyAdvantage hat auf {{name}} anders geantwortet als beschrieben (kein content.data). Geändert wurde nichts; die Adresse prüfen, oder Docket braucht eine neue Version.',
  'ComplyAdvantage answered {{name}} in a form that is not described':
    'ComplyAdvantage hat auf {{name}} anders geantwortet als beschrieben',
  'ComplyAdvantage answered GET /users in a form that is not described.':
    'ComplyAdvantage hat auf GET /users anders geantwortet als beschrieben.',
  'ComplyAdvantage does not accept the API key ({{said}}): make one in the web platform under Settings > API, and check the region.':
    'ComplyAdvantage nimmt den API-Schlüssel nicht an ({{said}}): in der Weboberfläche unter Settings > API einen anlegen und die Region prüfen.',
  'The API key may not do {{name}} ({{said}}): ask an administrator of ComplyAdvantage to allow it.':
    'Der API-Schlüssel darf {{name}} nicht ({{said}}): jemanden mit Verwaltungsrechten bei ComplyAdvantage bitten, es zu erlauben.',
  'ComplyAdvantage has nothing at {{name}} ({{said}}): check the address and the region.':
    'ComplyAdvantage hat nichts unter {{name}} ({{said}}): Adresse und Region prüfen.',
  'ComplyAdvantage refused {{name}} ({{said}}).': 'ComplyAdvantage hat {{name}} abgelehnt ({{said}}).',
  'ComplyAdvantage answered {{name}} with {{said}}. Check the address and the region.':
    'ComplyAdvantage hat auf {{name}} mit {{said}} geantwortet. Adresse und Region prüfen.',
  'It has no id or no match_status.': 'Es fehlt die ID oder match_status.',
  'ComplyAdvantage sent {{id}} without an id or a match_status.': 'ComplyAdvantage hat {{id}} ohne ID oder match_status gesendet.',
  'Searches with the match status {{word}} stay open.': 'Suchen mit dem Treffer-Status {{word}} bleiben offen.',
  'The users of the account cannot be read: map people by their ids, or switch the reading of users off. {{why}}':
    'Die Benutzer des Kontos sind nicht lesbar: Personen über ihre ID zuordnen oder das Lesen der Benutzer abschalten. {{why}}',
  'The users of the account cannot be read: map people by their identifiers, or switch the reading of users off. {{why}}':
    'Die Benutzer des Kontos sind nicht lesbar: Personen über ihre Kennung zuordnen oder das Lesen der Benutzer abschalten. {{why}}',
  '{{known}} ({{said}}).': '{{known}} ({{said}}).',
  '{{id}} is not there any more.': '{{id}} gibt es dort nicht mehr.',
  'ComplyAdvantage gives a token and does not accept it ({{said}}): the API credentials were switched off. Make new ones in Mesh under Settings > API credentials.':
    'ComplyAdvantage gibt ein Token aus und nimmt es nicht an ({{said}}): Die API-Zugangsdaten wurden abgeschaltet. In Mesh unter Settings > API credentials neue anlegen.',
  'The API credentials lack {{what}} for {{name}} ({{said}}): add it to their role in Mesh under Settings > Roles.':
    'Den API-Zugangsdaten fehlt für {{name}} {{what}} ({{said}}): es in Mesh unter Settings > Roles ihrer Rolle geben.',
  'the permission “{{names}}”': 'das Recht „{{names}}“',
  'a permission': 'ein Recht',
  'Somebody else changed the case at the same time ({{said}}).': 'Jemand anderes hat den Fall gleichzeitig geändert ({{said}}).',
  'ComplyAdvantage answered POST /v3/token without a token: check the address and the region.':
    'ComplyAdvantage hat auf POST /v3/token ohne Token geantwortet: Adresse und Region prüfen.',
  'ComplyAdvantage does not accept the access key and secret ({{said}}). Enter both again, or make new ones in Mesh under Settings > API credentials; and check the region.':
    'ComplyAdvantage nimmt Zugriffsschlüssel und Geheimnis nicht an ({{said}}). Beide neu eingeben oder in Mesh unter Settings > API credentials neue anlegen; und die Region prüfen.',
  'These API credentials may not sign in ({{said}}): ask an administrator of Mesh to allow it.':
    'Diese API-Zugangsdaten dürfen sich nicht anmelden ({{said}}): jemanden mit Verwaltungsrechten in Mesh bitten, es zu erlauben.',
  'ComplyAdvantage gives no token at this address ({{said}}): check the address and the region.':
    'Unter dieser Adresse gibt ComplyAdvantage kein Token aus ({{said}}): Adresse und Region prüfen.',
  'No workflow has the stage {{name}} that was chosen for done.': 'Kein Ablauf hat die Stufe {{name}}, die für erledigt gewählt wurde.',
  'The stage {{name}} that was chosen for done decides nothing: its cases stay open.':
    'Die Stufe {{name}}, die für erledigt gewählt wurde, entscheidet nichts: Ihre Fälle bleiben offen.',
  'The stage “{{name}}” is of the unknown type {{type}}: its cases stay open.':
    'Die Stufe „{{name}}“ ist von der unbekannten Art {{type}}: Ihre Fälle bleiben offen.',
  'The address must be whole, like https://api.mesh.complyadvantage.com, or empty.':
    'Die Adresse muss vollständig sein, etwa https://api.mesh.complyadvantage.com, oder leer.',
  'The link of a case or search must start with https://.': 'Der Link eines Falls oder einer Suche muss mit https:// anfangen.',
  'The product {{api}} is not offered in the region {{region}}: choose another.':
    'Das Produkt {{api}} gibt es in der Region {{region}} nicht: eine andere wählen.',
  'The legacy API needs an API key, not the API credentials of Mesh.':
    'Die alte API braucht einen API-Schlüssel, nicht die API-Zugangsdaten von Mesh.',
  'Mesh needs API credentials, an access key and a secret, not an API key of the legacy API.':
    'Mesh braucht API-Zugangsdaten, also Zugriffsschlüssel und Geheimnis, keinen API-Schlüssel der alten API.',
  'ComplyAdvantage sent {{id}} in a form that cannot be read: {{why}}.':
    'ComplyAdvantage hat {{id}} in nicht lesbarer Form gesendet: {{why}}.',
  'None of the stages chosen for done belongs to the workflow of {{type}}: choose one for this type of case.':
    'Keine der Stufen, die für erledigt gewählt wurden, gehört zum Ablauf von {{type}}: eine für diese Art von Fall wählen.',
  'ComplyAdvantage did not assign the case (“{{what}}”).': 'ComplyAdvantage hat den Fall nicht zugewiesen („{{what}}“).',
  'it gave no reason': 'ohne Angabe eines Grundes',
  'HubSpot did not tell its time (header Date): check that no proxy in between removes it.':
    'HubSpot hat seine Uhrzeit nicht genannt (Header Date): prüfen, dass kein Proxy dazwischen ihn entfernt.',
  'HubSpot knows nothing of {{what}} ({{said}}): check the names of the objects and the address.':
    'HubSpot kennt es nicht: {{what}} ({{said}}). Namen der Objekte und Adresse prüfen.',
  '{{what}} changed in HubSpot meanwhile ({{said}}).': 'Inzwischen in HubSpot geändert: {{what}} ({{said}}).',
  'HubSpot did not take the change of {{what}} ({{said}}).': 'HubSpot hat die Änderung nicht angenommen: {{what}} ({{said}}).',
  'HubSpot did not understand the request for {{what}} ({{said}}): check the filters and properties.':
    'HubSpot hat die Anfrage nicht verstanden: {{what}} ({{said}}). Filter und Eigenschaften prüfen.',
  'HubSpot refused {{what}} ({{said}}). Docket tries again at the next run.':
    'HubSpot hat abgelehnt: {{what}} ({{said}}). Docket versucht es beim nächsten Lauf noch einmal.',
  'HubSpot does not accept the Service Key: copy it again from Settings > Integrations > Service Keys, or make a new one if it was rotated':
    'HubSpot nimmt den Service Key nicht an: ihn aus Settings > Integrations > Service Keys neu kopieren oder, wenn er erneuert wurde, einen neuen anlegen',
  'The access token has ended. A private app’s token does not: copy it from Settings > Integrations > Private apps > the app > Auth':
    'Das Zugriffs-Token ist abgelaufen. Das einer privaten App läuft nicht ab: es aus Settings > Integrations > Private apps > die App > Auth kopieren',
  'HubSpot does not accept the access token: copy it again from Settings > Integrations > Private apps > the app > Auth, or use a Service Key':
    'HubSpot nimmt das Zugriffs-Token nicht an: es aus Settings > Integrations > Private apps > die App > Auth neu kopieren oder einen Service Key benutzen',
  'HubSpot does not accept the app’s access, renewed just now: install the app in the account again and enter the new refresh token':
    'HubSpot nimmt den eben erneuerten Zugriff der App nicht an: die App im Konto neu installieren und das neue Refresh-Token eingeben',
  'HubSpot does not allow {{what}}: tick these scopes for {{where}}, then test again: {{scopes}} ({{said}}).':
    'HubSpot erlaubt nicht: {{what}}. Für {{where}} diese Scopes ankreuzen, dann noch einmal testen: {{scopes}} ({{said}}).',
  'the Service Key': 'den Service Key',
  'the app': 'die App',
  'HubSpot is moving this account to another data centre; Docket goes on when it is done.':
    'HubSpot zieht dieses Konto in ein anderes Rechenzentrum um; danach macht Docket weiter.',
  'The account’s requests for today are used up, by all its apps together. HubSpot counts anew at midnight of the account’s time zone; Docket tries again every hour.':
    'Die Anfragen dieses Kontos für heute sind verbraucht, von allen seinen Apps zusammen. HubSpot zählt um Mitternacht in der Zeitzone des Kontos neu; Docket versucht es jede Stunde noch einmal.',
  'The portal’s number is not known: tasks will have no links to HubSpot. Enter it as “Portal”.':
    'Die Nummer des Portals ist nicht bekannt: Aufgaben werden keine Links zu HubSpot haben. Sie unter „Portal“ eingeben.',
  'Without an app’s client secret HubSpot sends no events here: changes arrive with the next poll.':
    'Ohne das Client-Secret einer App sendet HubSpot keine Ereignisse: Änderungen kommen mit der nächsten Abfrage.',
  'To write back, the scopes {{scopes}} are needed; HubSpot tells only when something is written.':
    'Zum Zurückschreiben sind die Scopes {{scopes}} nötig; HubSpot sagt es erst, wenn etwas geschrieben wird.',
  'the list of owners': 'die Liste der Besitzer',
  'HubSpot has no {{id}} any more: it was deleted, or merged with another.':
    'HubSpot hat {{id}} nicht mehr: gelöscht oder mit einem anderen zusammengeführt.',
  '{{name}} has no status {{word}}, nor one like it: correct the mapping of statuses.':
    '{{name}} hat weder den Status {{word}} noch einen ähnlichen: die Zuordnung der Status berichtigen.',
  'the account’s details': 'die Angaben zum Konto',
  'Nothing says when one of {{name}} is closed: name the closing values of {{status}} under “Other objects”, as in closed=done,dropped.':
    'Nichts sagt, wann in {{name}} etwas geschlossen ist: die schließenden Werte von {{status}} unter „Andere Objekte“ nennen, etwa closed=done,dropped.',
  'the properties of {{name}}': 'die Eigenschaften von {{name}}',
  'HubSpot does not list the properties of {{name}}: only the most important ones are mirrored.':
    'HubSpot listet die Eigenschaften von {{name}} nicht auf: Nur die wichtigsten werden gespiegelt.',
  'the values of {{property}} of {{name}}': 'die Werte von {{property}} bei {{name}}',
  'The property {{property}} of {{name}} has no value {{values}} any more, so that nothing says what is closed. Nothing was changed; look at the property in HubSpot.':
    'Die Eigenschaft {{property}} von {{name}} hat den Wert {{values}} nicht mehr; nichts sagt also, was geschlossen ist. Geändert wurde nichts; die Eigenschaft in HubSpot ansehen.',
  'the pipelines of {{name}}': 'die Pipelines von {{name}}',
  'No stage of the pipelines of {{name}} is marked as closed in HubSpot (Settings > Objects > {{object}} > Pipelines): mark one, or no item could ever be closed.':
    'In HubSpot ist keine Phase der Pipelines von {{name}} als geschlossen markiert (Settings > Objects > {{object}} > Pipelines): eine markieren, sonst könnte nie ein Eintrag geschlossen werden.',
  'the search of {{name}}': 'die Suche nach {{name}}',
  'HubSpot did not sort {{name}} by id, so that some could be missed. Nothing was closed.':
    'HubSpot hat {{name}} nicht nach der ID sortiert, es könnte also etwas fehlen. Geschlossen wurde nichts.',
  'the list of {{name}}': 'die Liste von {{name}}',
  'some of {{name}}': 'einige von {{name}}',
  'HubSpot does not renew the app’s access: the refresh token, client id or client secret is wrong, or the app was uninstalled. Install the app in the account again and enter the new refresh token.':
    'HubSpot erneuert den Zugriff der App nicht: Refresh-Token, Client-ID oder Client-Secret ist falsch, oder die App wurde deinstalliert. Die App im Konto neu installieren und das neue Refresh-Token eingeben.',
  'the renewal of the access': 'die Erneuerung des Zugriffs',
  'HubSpot answered {{status}} when asked for {{what}}. Docket tries again at the next run.':
    'HubSpot hat mit {{status}} geantwortet, gefragt war: {{what}}. Docket versucht es beim nächsten Lauf noch einmal.',
  'HubSpot answered in another form than it describes when asked for {{what}}':
    'HubSpot hat anders geantwortet, als es beschreibt; gefragt war: {{what}}',
  'The workspace is hosted in the region {{region}}, not {{chosen}}: choose {{same}} as the region.':
    'Der Workspace liegt in der Region {{region}}, nicht in {{chosen}}: {{same}} als Region wählen.',
  'Without a teammate who acts for Docket, only what operators do who are teammates in Intercom is written back.':
    'Ohne ein Teammitglied, das für Docket handelt, wird nur zurückgeschrieben, was Personen tun, die auch in Intercom Mitglied sind.',
  'No teammate in Intercom has the id {{id}}, which is to act for Docket: choose another.':
    'Kein Teammitglied in Intercom hat die ID {{id}}, die für Docket handeln soll: eine andere wählen.',
  'Intercom answered {{name}} in a form that version {{version}} does not describe':
    'Intercom hat auf {{name}} anders geantwortet, als Version {{version}} beschreibt',
  'Intercom does not accept the access token ({{said}}). Copy it again from the Developer Hub > your app > Authentication, and check that the region is that of the workspace.':
    'Intercom nimmt das Zugriffs-Token nicht an ({{said}}). Es aus Developer Hub > die App > Authentication neu kopieren und prüfen, dass die Region die des Workspaces ist.',
  "The workspace's plan does not include this ({{said}}): ask Intercom to add it, or do not mirror it.":
    'Der Tarif des Workspaces enthält das nicht ({{said}}): Intercom bitten, es hinzuzufügen, oder es nicht spiegeln.',
  'The access token may not do this ({{said}}). In the Developer Hub > your app > Authentication, tick “{{right}}”, save, and copy the token again.':
    'Das Zugriffs-Token darf das nicht ({{said}}). In Developer Hub > die App > Authentication „{{right}}“ ankreuzen, speichern und das Token neu kopieren.',
  'Intercom knows no such teammate ({{said}}): check the people in the mapping.':
    'Intercom kennt dieses Teammitglied nicht ({{said}}): die Personen in der Zuordnung prüfen.',
  'Intercom has nothing at {{name}} ({{said}}): check the address and the region of the workspace.':
    'Intercom hat nichts unter {{name}} ({{said}}): Adresse und Region des Workspaces prüfen.',
  'Somebody else changed it at Intercom at the same time ({{said}}).':
    'Jemand anderes hat es in Intercom gleichzeitig geändert ({{said}}).',
  'Intercom no longer speaks version {{version}} ({{said}}): Docket needs an update.':
    'Intercom spricht Version {{version}} nicht mehr ({{said}}): Docket braucht eine neue Version.',
  'Intercom refused {{name}} ({{said}}).': 'Intercom hat {{name}} abgelehnt ({{said}}).',
  'Intercom answered {{name}} with {{said}}. Check the address and the region.':
    'Intercom hat auf {{name}} mit {{said}} geantwortet. Adresse und Region prüfen.',
  'Choose what to mirror: tickets, conversations, or both.': 'Wählen, was gespiegelt wird: Tickets, Konversationen oder beides.',
  'The address must be whole, like https://api.intercom.io, or empty.':
    'Die Adresse muss vollständig sein, etwa https://api.intercom.io, oder leer.',
  'Intercom sent {{what}} in a form that cannot be read: {{why}}.': 'Intercom hat {{what}} in nicht lesbarer Form gesendet: {{why}}.',
  'a ticket': 'ein Ticket',
  'a conversation': 'eine Konversation',
  'Intercom does not list deleted conversations: they are found at the next whole reconciliation. {{why}}':
    'Intercom listet gelöschte Konversationen nicht auf: Sie werden beim nächsten Abgleich von allem gefunden. {{why}}',
  'Comments of operators who are no teammates at Intercom are not written there: choose a teammate who acts for Docket.':
    'Kommentare von Personen, die in Intercom nicht Mitglied sind, werden dort nicht geschrieben: ein Teammitglied wählen, das für Docket handelt.',
  'Intercom wants to know who changed it, and the operator is no teammate there: choose a teammate who acts for Docket.':
    'Intercom will wissen, wer es geändert hat, und die Person ist dort nicht Mitglied: ein Teammitglied wählen, das für Docket handelt.',
  '{{id}} was deleted at Intercom.': '{{id}} wurde in Intercom gelöscht.',
  'Tickets of this type have no state of the category {{category}}: add one in Intercom, or change the mapping.':
    'Tickets dieser Art haben keinen Status der Kategorie {{category}}: in Intercom einen hinzufügen oder die Zuordnung ändern.',
  'The comment on {{id}} was not written: {{why}}': 'Der Kommentar zu {{id}} wurde nicht geschrieben: {{why}}',
  'Conversation: open': 'Konversation: offen',
  'Conversation: snoozed': 'Konversation: zurückgestellt',
  'Conversation: closed': 'Konversation: geschlossen',
  'These are an agent’s credentials, and Zendesk gives the list of changes to administrators only: Docket searches for changes instead, which shows only the tickets of this agent and misses changes of the system until the next whole reconciliation. Use an administrator’s.':
    'Diese Zugangsdaten gehören einem Agenten, und Zendesk gibt die Liste der Änderungen nur Admins: Docket sucht stattdessen nach Änderungen, sieht so aber nur die Tickets dieses Agenten und Änderungen des Systems erst beim nächsten Abgleich von allem. Die eines Admins benutzen.',
  'From where to go on is not known any more: import the tickets again.':
    'Von wo es weitergeht, ist nicht mehr bekannt: die Tickets neu importieren.',
  'the list of changed tickets': 'die Liste der geänderten Tickets',
  'Zendesk says that more tickets follow, but not where: nothing was closed. Docket tries again.':
    'Zendesk sagt, dass weitere Tickets folgen, aber nicht wo: Geschlossen wurde nichts. Docket versucht es noch einmal.',
  'the list of deleted tickets': 'die Liste der gelöschten Tickets',
  'the search of tickets': 'die Suche nach Tickets',
  'the number of tickets': 'die Zahl der Tickets',
  'Zendesk shows no {{id}} any more: it was deleted, or is not for whoever signs in.':
    'Zendesk zeigt {{id}} nicht mehr: gelöscht oder nicht für den benutzten Zugang bestimmt.',
  'Zendesk does not accept the OAuth client: copy identifier and secret again from Admin Center > Apps and integrations > APIs > OAuth clients; the client must be a confidential one that may use client credentials.':
    'Zendesk nimmt den OAuth-Client nicht an: Kennung und Geheimnis aus Admin Center > Apps und Integrationen > APIs > OAuth-Clients neu kopieren; der Client muss vertraulich sein und Client-Zugangsdaten benutzen dürfen.',
  'an access token': 'ein Zugriffs-Token',
  'Zendesk answered {{status}} when asked for {{what}}: check the subdomain.':
    'Zendesk hat mit {{status}} geantwortet, gefragt war: {{what}}. Die Subdomain prüfen.',
  'Zendesk answered in another form than it describes when asked for {{what}}':
    'Zendesk hat anders geantwortet, als es beschreibt; gefragt war: {{what}}',
  'Zendesk did not tell its time (header Date): check that no proxy in between removes it.':
    'Zendesk hat seine Uhrzeit nicht genannt (Header Date): prüfen, dass kein Proxy dazwischen ihn entfernt.',
  'Zendesk accepts API tokens until 30 April 2027, and makes no new ones: change to an OAuth client before that.':
    'Zendesk nimmt API-Tokens bis zum 30. April 2027 an und macht keine neuen: vorher zu einem OAuth-Client wechseln.',
  'Without a webhook’s signing secret changes arrive with a poll, which Zendesk holds back for a minute.':
    'Ohne das Signaturgeheimnis eines Webhooks kommen Änderungen mit einer Abfrage, die Zendesk um eine Minute verzögert.',
  'the list of agents': 'die Liste der Agenten',
  'some tickets': 'einige Tickets',
  'the user who signs in': 'das Konto, das sich anmeldet',
  'Zendesk takes these credentials for {{what}}: use those of an administrator.':
    'Für Zendesk gehören diese Zugangsdaten zu: {{what}}. Die eines Admins benutzen.',
  nobody: 'niemand',
  'the end user {{name}}': 'Endbenutzer {{name}}',
  'the custom statuses': 'die eigenen Status',
  'Zendesk does not allow {{what}} ({{said}}): use the credentials of an administrator, and for OAuth the scopes read and write.':
    'Zendesk erlaubt nicht: {{what}} ({{said}}). Die Zugangsdaten eines Admins benutzen, bei OAuth mit den Scopes read und write.',
  'Zendesk knows nothing of {{what}} ({{said}}): check the subdomain.':
    'Zendesk kennt es nicht: {{what}} ({{said}}). Die Subdomain prüfen.',
  '{{what}} changed in Zendesk meanwhile ({{said}}).': 'Inzwischen in Zendesk geändert: {{what}} ({{said}}).',
  'Zendesk did not take the change of {{what}}: {{words}}.': 'Zendesk hat die Änderung von {{what}} nicht angenommen: „{{words}}“.',
  'Zendesk did not understand the request for {{what}} ({{said}}).': 'Zendesk hat die Anfrage nicht verstanden: {{what}} ({{said}}).',
  'Zendesk refused {{what}} ({{said}}). Docket tries again at the next run.':
    'Zendesk hat abgelehnt: {{what}} ({{said}}). Docket versucht es beim nächsten Lauf noch einmal.',
  'Zendesk does not accept the API token: check the email address and the token, and that token access is switched on in Admin Center > Apps and integrations > APIs':
    'Zendesk nimmt das API-Token nicht an: E-Mail-Adresse und Token prüfen, und dass der Zugriff mit Tokens in Admin Center > Apps und Integrationen > APIs eingeschaltet ist',
  'The access token has ended or was revoked: enter a new one, or use an OAuth client, whose tokens are renewed by themselves':
    'Das Zugriffs-Token ist abgelaufen oder wurde widerrufen: ein neues eingeben oder einen OAuth-Client benutzen, dessen Tokens sich von selbst erneuern',
  'Zendesk does not accept the token that it granted just now: check that the OAuth client is enabled':
    'Zendesk nimmt das eben selbst ausgestellte Token nicht an: prüfen, dass der OAuth-Client eingeschaltet ist',
  'Enter the subdomain: the first part of acme.zendesk.com.': 'Die Subdomain eingeben: der erste Teil von acme.zendesk.com.',
};
