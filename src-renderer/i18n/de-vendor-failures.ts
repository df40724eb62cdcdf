import type { enVendorFailures } from './en-vendor-failures.ts';

export const deVendorFailures = {
  'said.vendorFailure.comply.form':
    'ComplyAdvantage hat auf {{name}} anders geantwortet als beschrieben (kein content.data). Geändert wurde nichts; die Adresse prüfen, oder Docket braucht eine neue Version.',
  'said.vendorFailure.comply.undescribed': 'ComplyAdvantage hat auf {{name}} anders geantwortet als beschrieben',
  'said.vendorFailure.comply.users': 'ComplyAdvantage hat auf GET /users anders geantwortet als beschrieben.',
  'said.vendorFailure.comply.key':
    'ComplyAdvantage nimmt den API-Schlüssel nicht an ({{said}}): in der Weboberfläche unter Settings > API einen anlegen und die Region prüfen.',
  'said.vendorFailure.comply.keyMayNot':
    'Der API-Schlüssel darf {{name}} nicht ({{said}}): jemanden mit Verwaltungsrechten bei ComplyAdvantage bitten, es zu erlauben.',
  'said.vendorFailure.comply.nothing': 'ComplyAdvantage hat nichts unter {{name}} ({{said}}): Adresse und Region prüfen.',
  'said.vendorFailure.comply.refused': 'ComplyAdvantage hat {{name}} abgelehnt ({{said}}).',
  'said.vendorFailure.comply.answered': 'ComplyAdvantage hat auf {{name}} mit {{said}} geantwortet. Adresse und Region prüfen.',
  'said.vendorFailure.comply.noStatus': 'Es fehlt die ID oder match_status.',
  'said.vendorFailure.comply.sentNoStatus': 'ComplyAdvantage hat {{id}} ohne ID oder match_status gesendet.',
  'said.vendorFailure.comply.staysOpen': 'Suchen mit dem Treffer-Status {{word}} bleiben offen.',
  'said.vendorFailure.comply.noUsers':
    'Die Benutzer des Kontos sind nicht lesbar: Personen über ihre ID zuordnen oder das Lesen der Benutzer abschalten. {{why}}',
  'said.vendorFailure.comply.noMeshUsers':
    'Die Benutzer des Kontos sind nicht lesbar: Personen über ihre Kennung zuordnen oder das Lesen der Benutzer abschalten. {{why}}',
  'said.vendorFailure.signIn': '{{known}} ({{said}}).',
  'said.vendorFailure.gone': '{{id}} gibt es dort nicht mehr.',
  'said.vendorFailure.comply.tokenRefused':
    'ComplyAdvantage gibt ein Token aus und nimmt es nicht an ({{said}}): Die API-Zugangsdaten wurden abgeschaltet. In Mesh unter Settings > API credentials neue anlegen.',
  'said.vendorFailure.comply.lacks':
    'Den API-Zugangsdaten fehlt für {{name}} {{what}} ({{said}}): es in Mesh unter Settings > Roles ihrer Rolle geben.',
  'said.vendorFailure.comply.permission': 'das Recht „{{names}}“',
  'said.vendorFailure.comply.aPermission': 'ein Recht',
  'said.vendorFailure.comply.sameTime': 'Jemand anderes hat den Fall gleichzeitig geändert ({{said}}).',
  'said.vendorFailure.comply.noToken': 'ComplyAdvantage hat auf POST /v3/token ohne Token geantwortet: Adresse und Region prüfen.',
  'said.vendorFailure.comply.accessKey':
    'ComplyAdvantage nimmt Zugriffsschlüssel und Geheimnis nicht an ({{said}}). Beide neu eingeben oder in Mesh unter Settings > API credentials neue anlegen; und die Region prüfen.',
  'said.vendorFailure.comply.maySignIn':
    'Diese API-Zugangsdaten dürfen sich nicht anmelden ({{said}}): jemanden mit Verwaltungsrechten in Mesh bitten, es zu erlauben.',
  'said.vendorFailure.comply.tokenPlace': 'Unter dieser Adresse gibt ComplyAdvantage kein Token aus ({{said}}): Adresse und Region prüfen.',
  'said.vendorFailure.comply.noStage': 'Kein Ablauf hat die Stufe {{name}}, die für erledigt gewählt wurde.',
  'said.vendorFailure.comply.stageOpen':
    'Die Stufe {{name}}, die für erledigt gewählt wurde, entscheidet nichts: Ihre Fälle bleiben offen.',
  'said.vendorFailure.comply.stageType': 'Die Stufe „{{name}}“ ist von der unbekannten Art {{type}}: Ihre Fälle bleiben offen.',
  'said.vendorFailure.comply.address': 'Die Adresse muss vollständig sein, etwa https://api.mesh.complyadvantage.com, oder leer.',
  'said.vendorFailure.comply.link': 'Der Link eines Falls oder einer Suche muss mit https:// anfangen.',
  'said.vendorFailure.comply.region': 'Das Produkt {{api}} gibt es in der Region {{region}} nicht: eine andere wählen.',
  'said.vendorFailure.comply.needsKey': 'Die alte API braucht einen API-Schlüssel, nicht die API-Zugangsdaten von Mesh.',
  'said.vendorFailure.comply.needsCredentials':
    'Mesh braucht API-Zugangsdaten, also Zugriffsschlüssel und Geheimnis, keinen API-Schlüssel der alten API.',
  'said.vendorFailure.comply.unreadable': 'ComplyAdvantage hat {{id}} in nicht lesbarer Form gesendet: {{why}}.',
  'said.vendorFailure.comply.noStageFor':
    'Keine der Stufen, die für erledigt gewählt wurden, gehört zum Ablauf von {{type}}: eine für diese Art von Fall wählen.',
  'said.vendorFailure.comply.notAssigned': 'ComplyAdvantage hat den Fall nicht zugewiesen („{{what}}“).',
  'said.vendorFailure.comply.noReason': 'ohne Angabe eines Grundes',
  'said.vendorFailure.hubspot.time':
    'HubSpot hat seine Uhrzeit nicht genannt (Header Date): prüfen, dass kein Proxy dazwischen ihn entfernt.',
  'said.vendorFailure.hubspot.nothing': 'HubSpot kennt es nicht: {{what}} ({{said}}). Namen der Objekte und Adresse prüfen.',
  'said.vendorFailure.hubspot.meanwhile': 'Inzwischen in HubSpot geändert: {{what}} ({{said}}).',
  'said.vendorFailure.hubspot.notTaken': 'HubSpot hat die Änderung nicht angenommen: {{what}} ({{said}}).',
  'said.vendorFailure.hubspot.notUnderstood':
    'HubSpot hat die Anfrage nicht verstanden: {{what}} ({{said}}). Filter und Eigenschaften prüfen.',
  'said.vendorFailure.hubspot.refused': 'HubSpot hat abgelehnt: {{what}} ({{said}}). Docket versucht es beim nächsten Lauf noch einmal.',
  'said.vendorFailure.hubspot.serviceKey':
    'HubSpot nimmt den Service Key nicht an: ihn aus Settings > Integrations > Service Keys neu kopieren oder, wenn er erneuert wurde, einen neuen anlegen',
  'said.vendorFailure.hubspot.ended':
    'Das Zugriffs-Token ist abgelaufen. Das einer privaten App läuft nicht ab: es aus Settings > Integrations > Private apps > die App > Auth kopieren',
  'said.vendorFailure.hubspot.token':
    'HubSpot nimmt das Zugriffs-Token nicht an: es aus Settings > Integrations > Private apps > die App > Auth neu kopieren oder einen Service Key benutzen',
  'said.vendorFailure.hubspot.app':
    'HubSpot nimmt den eben erneuerten Zugriff der App nicht an: die App im Konto neu installieren und das neue Refresh-Token eingeben',
  'said.vendorFailure.hubspot.scopes':
    'HubSpot erlaubt nicht: {{what}}. Für {{where}} diese Scopes ankreuzen, dann noch einmal testen: {{scopes}} ({{said}}).',
  'said.vendorFailure.hubspot.theKey': 'den Service Key',
  'said.vendorFailure.hubspot.theApp': 'die App',
  'said.vendorFailure.hubspot.moving': 'HubSpot zieht dieses Konto in ein anderes Rechenzentrum um; danach macht Docket weiter.',
  'said.vendorFailure.hubspot.daily':
    'Die Anfragen dieses Kontos für heute sind verbraucht, von allen seinen Apps zusammen. HubSpot zählt um Mitternacht in der Zeitzone des Kontos neu; Docket versucht es jede Stunde noch einmal.',
  'said.vendorFailure.hubspot.portal':
    'Die Nummer des Portals ist nicht bekannt: Aufgaben werden keine Links zu HubSpot haben. Sie unter „Portal“ eingeben.',
  'said.vendorFailure.hubspot.noEvents':
    'Ohne das Client-Secret einer App sendet HubSpot keine Ereignisse: Änderungen kommen mit der nächsten Abfrage.',
  'said.vendorFailure.hubspot.writeScopes':
    'Zum Zurückschreiben sind die Scopes {{scopes}} nötig; HubSpot sagt es erst, wenn etwas geschrieben wird.',
  'said.vendorFailure.hubspot.owners': 'die Liste der Besitzer',
  'said.vendorFailure.hubspot.gone': 'HubSpot hat {{id}} nicht mehr: gelöscht oder mit einem anderen zusammengeführt.',
  'said.vendorFailure.hubspot.noWord': '{{name}} hat weder den Status {{word}} noch einen ähnlichen: die Zuordnung der Status berichtigen.',
  'said.vendorFailure.hubspot.details': 'die Angaben zum Konto',
  'said.vendorFailure.hubspot.closingValues':
    'Nichts sagt, wann in {{name}} etwas geschlossen ist: die schließenden Werte von {{status}} unter „Andere Objekte“ nennen, etwa closed=done,dropped.',
  'said.vendorFailure.hubspot.properties': 'die Eigenschaften von {{name}}',
  'said.vendorFailure.hubspot.noProperties':
    'HubSpot listet die Eigenschaften von {{name}} nicht auf: Nur die wichtigsten werden gespiegelt.',
  'said.vendorFailure.hubspot.values': 'die Werte von {{property}} bei {{name}}',
  'said.vendorFailure.hubspot.noValue':
    'Die Eigenschaft {{property}} von {{name}} hat den Wert {{values}} nicht mehr; nichts sagt also, was geschlossen ist. Geändert wurde nichts; die Eigenschaft in HubSpot ansehen.',
  'said.vendorFailure.hubspot.pipelines': 'die Pipelines von {{name}}',
  'said.vendorFailure.hubspot.noStage':
    'In HubSpot ist keine Phase der Pipelines von {{name}} als geschlossen markiert (Settings > Objects > {{object}} > Pipelines): eine markieren, sonst könnte nie ein Eintrag geschlossen werden.',
  'said.vendorFailure.hubspot.search': 'die Suche nach {{name}}',
  'said.vendorFailure.hubspot.unsorted':
    'HubSpot hat {{name}} nicht nach der ID sortiert, es könnte also etwas fehlen. Geschlossen wurde nichts.',
  'said.vendorFailure.hubspot.list': 'die Liste von {{name}}',
  'said.vendorFailure.hubspot.some': 'einige von {{name}}',
  'said.vendorFailure.hubspot.renewal':
    'HubSpot erneuert den Zugriff der App nicht: Refresh-Token, Client-ID oder Client-Secret ist falsch, oder die App wurde deinstalliert. Die App im Konto neu installieren und das neue Refresh-Token eingeben.',
  'said.vendorFailure.hubspot.theRenewal': 'die Erneuerung des Zugriffs',
  'said.vendorFailure.hubspot.answered':
    'HubSpot hat mit {{status}} geantwortet, gefragt war: {{what}}. Docket versucht es beim nächsten Lauf noch einmal.',
  'said.vendorFailure.hubspot.otherForm': 'HubSpot hat anders geantwortet, als es beschreibt; gefragt war: {{what}}',
  'said.vendorFailure.intercom.region': 'Der Workspace liegt in der Region {{region}}, nicht in {{chosen}}: {{same}} als Region wählen.',
  'said.vendorFailure.intercom.noActor':
    'Ohne ein Teammitglied, das für Docket handelt, wird nur zurückgeschrieben, was Personen tun, die auch in Intercom Mitglied sind.',
  'said.vendorFailure.intercom.actorGone':
    'Kein Teammitglied in Intercom hat die ID {{id}}, die für Docket handeln soll: eine andere wählen.',
  'said.vendorFailure.intercom.version': 'Intercom hat auf {{name}} anders geantwortet, als Version {{version}} beschreibt',
  'said.vendorFailure.intercom.token':
    'Intercom nimmt das Zugriffs-Token nicht an ({{said}}). Es aus Developer Hub > die App > Authentication neu kopieren und prüfen, dass die Region die des Workspaces ist.',
  'said.vendorFailure.intercom.plan':
    'Der Tarif des Workspaces enthält das nicht ({{said}}): Intercom bitten, es hinzuzufügen, oder es nicht spiegeln.',
  'said.vendorFailure.intercom.mayNot':
    'Das Zugriffs-Token darf das nicht ({{said}}). In Developer Hub > die App > Authentication „{{right}}“ ankreuzen, speichern und das Token neu kopieren.',
  'said.vendorFailure.intercom.noMate': 'Intercom kennt dieses Teammitglied nicht ({{said}}): die Personen in der Zuordnung prüfen.',
  'said.vendorFailure.intercom.nothing': 'Intercom hat nichts unter {{name}} ({{said}}): Adresse und Region des Workspaces prüfen.',
  'said.vendorFailure.intercom.sameTime': 'Jemand anderes hat es in Intercom gleichzeitig geändert ({{said}}).',
  'said.vendorFailure.intercom.speaks': 'Intercom spricht Version {{version}} nicht mehr ({{said}}): Docket braucht eine neue Version.',
  'said.vendorFailure.intercom.refused': 'Intercom hat {{name}} abgelehnt ({{said}}).',
  'said.vendorFailure.intercom.answered': 'Intercom hat auf {{name}} mit {{said}} geantwortet. Adresse und Region prüfen.',
  'said.vendorFailure.intercom.choose': 'Wählen, was gespiegelt wird: Tickets, Konversationen oder beides.',
  'said.vendorFailure.intercom.address': 'Die Adresse muss vollständig sein, etwa https://api.intercom.io, oder leer.',
  'said.vendorFailure.intercom.unreadable': 'Intercom hat {{what}} in nicht lesbarer Form gesendet: {{why}}.',
  'said.vendorFailure.intercom.aTicket': 'ein Ticket',
  'said.vendorFailure.intercom.aConversation': 'eine Konversation',
  'said.vendorFailure.intercom.deleted':
    'Intercom listet gelöschte Konversationen nicht auf: Sie werden beim nächsten Abgleich von allem gefunden. {{why}}',
  'said.vendorFailure.intercom.noComments':
    'Kommentare von Personen, die in Intercom nicht Mitglied sind, werden dort nicht geschrieben: ein Teammitglied wählen, das für Docket handelt.',
  'said.vendorFailure.intercom.who':
    'Intercom will wissen, wer es geändert hat, und die Person ist dort nicht Mitglied: ein Teammitglied wählen, das für Docket handelt.',
  'said.vendorFailure.intercom.gone': '{{id}} wurde in Intercom gelöscht.',
  'said.vendorFailure.intercom.noState':
    'Tickets dieser Art haben keinen Status der Kategorie {{category}}: in Intercom einen hinzufügen oder die Zuordnung ändern.',
  'said.vendorFailure.intercom.comment': 'Der Kommentar zu {{id}} wurde nicht geschrieben: {{why}}',
  'said.vendorFailure.intercom.open': 'Konversation: offen',
  'said.vendorFailure.intercom.snoozed': 'Konversation: zurückgestellt',
  'said.vendorFailure.intercom.closed': 'Konversation: geschlossen',
  'said.vendorFailure.zendesk.agent':
    'Diese Zugangsdaten gehören einem Agenten, und Zendesk gibt die Liste der Änderungen nur Admins: Docket sucht stattdessen nach Änderungen, sieht so aber nur die Tickets dieses Agenten und Änderungen des Systems erst beim nächsten Abgleich von allem. Die eines Admins benutzen.',
  'said.vendorFailure.zendesk.fromWhere': 'Von wo es weitergeht, ist nicht mehr bekannt: die Tickets neu importieren.',
  'said.vendorFailure.zendesk.changed': 'die Liste der geänderten Tickets',
  'said.vendorFailure.zendesk.more':
    'Zendesk sagt, dass weitere Tickets folgen, aber nicht wo: Geschlossen wurde nichts. Docket versucht es noch einmal.',
  'said.vendorFailure.zendesk.deleted': 'die Liste der gelöschten Tickets',
  'said.vendorFailure.zendesk.search': 'die Suche nach Tickets',
  'said.vendorFailure.zendesk.number': 'die Zahl der Tickets',
  'said.vendorFailure.zendesk.gone': 'Zendesk zeigt {{id}} nicht mehr: gelöscht oder nicht für den benutzten Zugang bestimmt.',
  'said.vendorFailure.zendesk.client':
    'Zendesk nimmt den OAuth-Client nicht an: Kennung und Geheimnis aus Admin Center > Apps und Integrationen > APIs > OAuth-Clients neu kopieren; der Client muss vertraulich sein und Client-Zugangsdaten benutzen dürfen.',
  'said.vendorFailure.zendesk.aToken': 'ein Zugriffs-Token',
  'said.vendorFailure.zendesk.answered': 'Zendesk hat mit {{status}} geantwortet, gefragt war: {{what}}. Die Subdomain prüfen.',
  'said.vendorFailure.zendesk.otherForm': 'Zendesk hat anders geantwortet, als es beschreibt; gefragt war: {{what}}',
  'said.vendorFailure.zendesk.time':
    'Zendesk hat seine Uhrzeit nicht genannt (Header Date): prüfen, dass kein Proxy dazwischen ihn entfernt.',
  'said.vendorFailure.zendesk.until':
    'Zendesk nimmt API-Tokens bis zum 30. April 2027 an und macht keine neuen: vorher zu einem OAuth-Client wechseln.',
  'said.vendorFailure.zendesk.noSigning':
    'Ohne das Signaturgeheimnis eines Webhooks kommen Änderungen mit einer Abfrage, die Zendesk um eine Minute verzögert.',
  'said.vendorFailure.zendesk.agents': 'die Liste der Agenten',
  'said.vendorFailure.zendesk.some': 'einige Tickets',
  'said.vendorFailure.zendesk.whoSignsIn': 'das Konto, das sich anmeldet',
  'said.vendorFailure.zendesk.endUser': 'Für Zendesk gehören diese Zugangsdaten zu: {{what}}. Die eines Admins benutzen.',
  'said.vendorFailure.zendesk.nobody': 'niemand',
  'said.vendorFailure.zendesk.theEndUser': 'Endbenutzer {{name}}',
  'said.vendorFailure.zendesk.statuses': 'die eigenen Status',
  'said.vendorFailure.zendesk.mayNot':
    'Zendesk erlaubt nicht: {{what}} ({{said}}). Die Zugangsdaten eines Admins benutzen, bei OAuth mit den Scopes read und write.',
  'said.vendorFailure.zendesk.nothing': 'Zendesk kennt es nicht: {{what}} ({{said}}). Die Subdomain prüfen.',
  'said.vendorFailure.zendesk.meanwhile': 'Inzwischen in Zendesk geändert: {{what}} ({{said}}).',
  'said.vendorFailure.zendesk.notTaken': 'Zendesk hat die Änderung von {{what}} nicht angenommen: „{{words}}“.',
  'said.vendorFailure.zendesk.notUnderstood': 'Zendesk hat die Anfrage nicht verstanden: {{what}} ({{said}}).',
  'said.vendorFailure.zendesk.refused': 'Zendesk hat abgelehnt: {{what}} ({{said}}). Docket versucht es beim nächsten Lauf noch einmal.',
  'said.vendorFailure.zendesk.token':
    'Zendesk nimmt das API-Token nicht an: E-Mail-Adresse und Token prüfen, und dass der Zugriff mit Tokens in Admin Center > Apps und Integrationen > APIs eingeschaltet ist',
  'said.vendorFailure.zendesk.ended':
    'Das Zugriffs-Token ist abgelaufen oder wurde widerrufen: ein neues eingeben oder einen OAuth-Client benutzen, dessen Tokens sich von selbst erneuern',
  'said.vendorFailure.zendesk.granted':
    'Zendesk nimmt das eben selbst ausgestellte Token nicht an: prüfen, dass der OAuth-Client eingeschaltet ist',
  'said.vendorFailure.zendesk.subdomain': 'Die Subdomain eingeben: der erste Teil von acme.zendesk.com.',
} satisfies Readonly<Record<keyof typeof enVendorFailures, string>>;
