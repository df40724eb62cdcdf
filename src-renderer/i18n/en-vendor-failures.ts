/** What connectors say of the systems of vendors, word for word, as in `en-said.ts`. */
export const enVendorFailures = {
  'said.vendorFailure.comply.form':
    'ComplyAdvantage answered {{name}} in a form that is not described (no content.data). Nothing was changed; check the address, or Docket needs an update.',
  'said.vendorFailure.comply.undescribed': 'ComplyAdvantage answered {{name}} in a form that is not described',
  'said.vendorFailure.comply.users': 'ComplyAdvantage answered GET /users in a form that is not described.',
  'said.vendorFailure.comply.key':
    'ComplyAdvantage does not accept the API key ({{said}}): make one in the web platform under Settings > API, and check the region.',
  'said.vendorFailure.comply.keyMayNot': 'The API key may not do {{name}} ({{said}}): ask an administrator of ComplyAdvantage to allow it.',
  'said.vendorFailure.comply.nothing': 'ComplyAdvantage has nothing at {{name}} ({{said}}): check the address and the region.',
  'said.vendorFailure.comply.refused': 'ComplyAdvantage refused {{name}} ({{said}}).',
  'said.vendorFailure.comply.answered': 'ComplyAdvantage answered {{name}} with {{said}}. Check the address and the region.',
  'said.vendorFailure.comply.noStatus': 'It has no id or no match_status.',
  'said.vendorFailure.comply.sentNoStatus': 'ComplyAdvantage sent {{id}} without an id or a match_status.',
  'said.vendorFailure.comply.staysOpen': 'Searches with the match status {{word}} stay open.',
  'said.vendorFailure.comply.noUsers':
    'The users of the account cannot be read: map people by their ids, or switch the reading of users off. {{why}}',
  'said.vendorFailure.comply.noMeshUsers':
    'The users of the account cannot be read: map people by their identifiers, or switch the reading of users off. {{why}}',
  'said.vendorFailure.signIn': '{{known}} ({{said}}).',
  'said.vendorFailure.gone': '{{id}} is not there any more.',
  'said.vendorFailure.comply.tokenRefused':
    'ComplyAdvantage gives a token and does not accept it ({{said}}): the API credentials were switched off. Make new ones in Mesh under Settings > API credentials.',
  'said.vendorFailure.comply.lacks':
    'The API credentials lack {{what}} for {{name}} ({{said}}): add it to their role in Mesh under Settings > Roles.',
  'said.vendorFailure.comply.permission': 'the permission “{{names}}”',
  'said.vendorFailure.comply.aPermission': 'a permission',
  'said.vendorFailure.comply.sameTime': 'Somebody else changed the case at the same time ({{said}}).',
  'said.vendorFailure.comply.noToken': 'ComplyAdvantage answered POST /v3/token without a token: check the address and the region.',
  'said.vendorFailure.comply.accessKey':
    'ComplyAdvantage does not accept the access key and secret ({{said}}). Enter both again, or make new ones in Mesh under Settings > API credentials; and check the region.',
  'said.vendorFailure.comply.maySignIn': 'These API credentials may not sign in ({{said}}): ask an administrator of Mesh to allow it.',
  'said.vendorFailure.comply.tokenPlace': 'ComplyAdvantage gives no token at this address ({{said}}): check the address and the region.',
  'said.vendorFailure.comply.noStage': 'No workflow has the stage {{name}} that was chosen for done.',
  'said.vendorFailure.comply.stageOpen': 'The stage {{name}} that was chosen for done decides nothing: its cases stay open.',
  'said.vendorFailure.comply.stageType': 'The stage “{{name}}” is of the unknown type {{type}}: its cases stay open.',
  'said.vendorFailure.comply.address': 'The address must be whole, like https://api.mesh.complyadvantage.com, or empty.',
  'said.vendorFailure.comply.link': 'The link of a case or search must start with https://.',
  'said.vendorFailure.comply.region': 'The product {{api}} is not offered in the region {{region}}: choose another.',
  'said.vendorFailure.comply.needsKey': 'The legacy API needs an API key, not the API credentials of Mesh.',
  'said.vendorFailure.comply.needsCredentials': 'Mesh needs API credentials, an access key and a secret, not an API key of the legacy API.',
  'said.vendorFailure.comply.unreadable': 'ComplyAdvantage sent {{id}} in a form that cannot be read: {{why}}.',
  'said.vendorFailure.comply.noStageFor':
    'None of the stages chosen for done belongs to the workflow of {{type}}: choose one for this type of case.',
  'said.vendorFailure.comply.notAssigned': 'ComplyAdvantage did not assign the case (“{{what}}”).',
  'said.vendorFailure.comply.noReason': 'it gave no reason',
  'said.vendorFailure.hubspot.time': 'HubSpot did not tell its time (header Date): check that no proxy in between removes it.',
  'said.vendorFailure.hubspot.nothing': 'HubSpot knows nothing of {{what}} ({{said}}): check the names of the objects and the address.',
  'said.vendorFailure.hubspot.meanwhile': '{{what}} changed in HubSpot meanwhile ({{said}}).',
  'said.vendorFailure.hubspot.notTaken': 'HubSpot did not take the change of {{what}} ({{said}}).',
  'said.vendorFailure.hubspot.notUnderstood':
    'HubSpot did not understand the request for {{what}} ({{said}}): check the filters and properties.',
  'said.vendorFailure.hubspot.refused': 'HubSpot refused {{what}} ({{said}}). Docket tries again at the next run.',
  'said.vendorFailure.hubspot.serviceKey':
    'HubSpot does not accept the Service Key: copy it again from Settings > Integrations > Service Keys, or make a new one if it was rotated',
  'said.vendorFailure.hubspot.ended':
    'The access token has ended. A private app’s token does not: copy it from Settings > Integrations > Private apps > the app > Auth',
  'said.vendorFailure.hubspot.token':
    'HubSpot does not accept the access token: copy it again from Settings > Integrations > Private apps > the app > Auth, or use a Service Key',
  'said.vendorFailure.hubspot.app':
    'HubSpot does not accept the app’s access, renewed just now: install the app in the account again and enter the new refresh token',
  'said.vendorFailure.hubspot.scopes':
    'HubSpot does not allow {{what}}: tick these scopes for {{where}}, then test again: {{scopes}} ({{said}}).',
  'said.vendorFailure.hubspot.theKey': 'the Service Key',
  'said.vendorFailure.hubspot.theApp': 'the app',
  'said.vendorFailure.hubspot.moving': 'HubSpot is moving this account to another data centre; Docket goes on when it is done.',
  'said.vendorFailure.hubspot.daily':
    'The account’s requests for today are used up, by all its apps together. HubSpot counts anew at midnight of the account’s time zone; Docket tries again every hour.',
  'said.vendorFailure.hubspot.portal': 'The portal’s number is not known: tasks will have no links to HubSpot. Enter it as “Portal”.',
  'said.vendorFailure.hubspot.noEvents': 'Without an app’s client secret HubSpot sends no events here: changes arrive with the next poll.',
  'said.vendorFailure.hubspot.writeScopes':
    'To write back, the scopes {{scopes}} are needed; HubSpot tells only when something is written.',
  'said.vendorFailure.hubspot.owners': 'the list of owners',
  'said.vendorFailure.hubspot.gone': 'HubSpot has no {{id}} any more: it was deleted, or merged with another.',
  'said.vendorFailure.hubspot.noWord': '{{name}} has no status {{word}}, nor one like it: correct the mapping of statuses.',
  'said.vendorFailure.hubspot.details': 'the account’s details',
  'said.vendorFailure.hubspot.closingValues':
    'Nothing says when one of {{name}} is closed: name the closing values of {{status}} under “Other objects”, as in closed=done,dropped.',
  'said.vendorFailure.hubspot.properties': 'the properties of {{name}}',
  'said.vendorFailure.hubspot.noProperties': 'HubSpot does not list the properties of {{name}}: only the most important ones are mirrored.',
  'said.vendorFailure.hubspot.values': 'the values of {{property}} of {{name}}',
  'said.vendorFailure.hubspot.noValue':
    'The property {{property}} of {{name}} has no value {{values}} any more, so that nothing says what is closed. Nothing was changed; look at the property in HubSpot.',
  'said.vendorFailure.hubspot.pipelines': 'the pipelines of {{name}}',
  'said.vendorFailure.hubspot.noStage':
    'No stage of the pipelines of {{name}} is marked as closed in HubSpot (Settings > Objects > {{object}} > Pipelines): mark one, or no item could ever be closed.',
  'said.vendorFailure.hubspot.search': 'the search of {{name}}',
  'said.vendorFailure.hubspot.unsorted': 'HubSpot did not sort {{name}} by id, so that some could be missed. Nothing was closed.',
  'said.vendorFailure.hubspot.list': 'the list of {{name}}',
  'said.vendorFailure.hubspot.some': 'some of {{name}}',
  'said.vendorFailure.hubspot.renewal':
    'HubSpot does not renew the app’s access: the refresh token, client id or client secret is wrong, or the app was uninstalled. Install the app in the account again and enter the new refresh token.',
  'said.vendorFailure.hubspot.theRenewal': 'the renewal of the access',
  'said.vendorFailure.hubspot.answered': 'HubSpot answered {{status}} when asked for {{what}}. Docket tries again at the next run.',
  'said.vendorFailure.hubspot.otherForm': 'HubSpot answered in another form than it describes when asked for {{what}}',
  'said.vendorFailure.intercom.region': 'The workspace is hosted in the region {{region}}, not {{chosen}}: choose {{same}} as the region.',
  'said.vendorFailure.intercom.noActor':
    'Without a teammate who acts for Docket, only what operators do who are teammates in Intercom is written back.',
  'said.vendorFailure.intercom.actorGone': 'No teammate in Intercom has the id {{id}}, which is to act for Docket: choose another.',
  'said.vendorFailure.intercom.version': 'Intercom answered {{name}} in a form that version {{version}} does not describe',
  'said.vendorFailure.intercom.token':
    'Intercom does not accept the access token ({{said}}). Copy it again from the Developer Hub > your app > Authentication, and check that the region is that of the workspace.',
  'said.vendorFailure.intercom.plan': "The workspace's plan does not include this ({{said}}): ask Intercom to add it, or do not mirror it.",
  'said.vendorFailure.intercom.mayNot':
    'The access token may not do this ({{said}}). In the Developer Hub > your app > Authentication, tick “{{right}}”, save, and copy the token again.',
  'said.vendorFailure.intercom.noMate': 'Intercom knows no such teammate ({{said}}): check the people in the mapping.',
  'said.vendorFailure.intercom.nothing': 'Intercom has nothing at {{name}} ({{said}}): check the address and the region of the workspace.',
  'said.vendorFailure.intercom.sameTime': 'Somebody else changed it at Intercom at the same time ({{said}}).',
  'said.vendorFailure.intercom.speaks': 'Intercom no longer speaks version {{version}} ({{said}}): Docket needs an update.',
  'said.vendorFailure.intercom.refused': 'Intercom refused {{name}} ({{said}}).',
  'said.vendorFailure.intercom.answered': 'Intercom answered {{name}} with {{said}}. Check the address and the region.',
  'said.vendorFailure.intercom.choose': 'Choose what to mirror: tickets, conversations, or both.',
  'said.vendorFailure.intercom.address': 'The address must be whole, like https://api.intercom.io, or empty.',
  'said.vendorFailure.intercom.unreadable': 'Intercom sent {{what}} in a form that cannot be read: {{why}}.',
  'said.vendorFailure.intercom.aTicket': 'a ticket',
  'said.vendorFailure.intercom.aConversation': 'a conversation',
  'said.vendorFailure.intercom.deleted':
    'Intercom does not list deleted conversations: they are found at the next whole reconciliation. {{why}}',
  'said.vendorFailure.intercom.noComments':
    'Comments of operators who are no teammates at Intercom are not written there: choose a teammate who acts for Docket.',
  'said.vendorFailure.intercom.who':
    'Intercom wants to know who changed it, and the operator is no teammate there: choose a teammate who acts for Docket.',
  'said.vendorFailure.intercom.gone': '{{id}} was deleted at Intercom.',
  'said.vendorFailure.intercom.noState':
    'Tickets of this type have no state of the category {{category}}: add one in Intercom, or change the mapping.',
  'said.vendorFailure.intercom.comment': 'The comment on {{id}} was not written: {{why}}',
  'said.vendorFailure.intercom.open': 'Conversation: open',
  'said.vendorFailure.intercom.snoozed': 'Conversation: snoozed',
  'said.vendorFailure.intercom.closed': 'Conversation: closed',
  'said.vendorFailure.zendesk.agent':
    'These are an agent’s credentials, and Zendesk gives the list of changes to administrators only: Docket searches for changes instead, which shows only the tickets of this agent and misses changes of the system until the next whole reconciliation. Use an administrator’s.',
  'said.vendorFailure.zendesk.fromWhere': 'From where to go on is not known any more: import the tickets again.',
  'said.vendorFailure.zendesk.changed': 'the list of changed tickets',
  'said.vendorFailure.zendesk.more': 'Zendesk says that more tickets follow, but not where: nothing was closed. Docket tries again.',
  'said.vendorFailure.zendesk.deleted': 'the list of deleted tickets',
  'said.vendorFailure.zendesk.search': 'the search of tickets',
  'said.vendorFailure.zendesk.number': 'the number of tickets',
  'said.vendorFailure.zendesk.gone': 'Zendesk shows no {{id}} any more: it was deleted, or is not for whoever signs in.',
  'said.vendorFailure.zendesk.client':
    'Zendesk does not accept the OAuth client: copy identifier and secret again from Admin Center > Apps and integrations > APIs > OAuth clients; the client must be a confidential one that may use client credentials.',
  'said.vendorFailure.zendesk.aToken': 'an access token',
  'said.vendorFailure.zendesk.answered': 'Zendesk answered {{status}} when asked for {{what}}: check the subdomain.',
  'said.vendorFailure.zendesk.otherForm': 'Zendesk answered in another form than it describes when asked for {{what}}',
  'said.vendorFailure.zendesk.time': 'Zendesk did not tell its time (header Date): check that no proxy in between removes it.',
  'said.vendorFailure.zendesk.until':
    'Zendesk accepts API tokens until 30 April 2027, and makes no new ones: change to an OAuth client before that.',
  'said.vendorFailure.zendesk.noSigning':
    'Without a webhook’s signing secret changes arrive with a poll, which Zendesk holds back for a minute.',
  'said.vendorFailure.zendesk.agents': 'the list of agents',
  'said.vendorFailure.zendesk.some': 'some tickets',
  'said.vendorFailure.zendesk.whoSignsIn': 'the user who signs in',
  'said.vendorFailure.zendesk.endUser': 'Zendesk takes these credentials for {{what}}: use those of an administrator.',
  'said.vendorFailure.zendesk.nobody': 'nobody',
  'said.vendorFailure.zendesk.theEndUser': 'the end user {{name}}',
  'said.vendorFailure.zendesk.statuses': 'the custom statuses',
  'said.vendorFailure.zendesk.mayNot':
    'Zendesk does not allow {{what}} ({{said}}): use the credentials of an administrator, and for OAuth the scopes read and write.',
  'said.vendorFailure.zendesk.nothing': 'Zendesk knows nothing of {{what}} ({{said}}): check the subdomain.',
  'said.vendorFailure.zendesk.meanwhile': '{{what}} changed in Zendesk meanwhile ({{said}}).',
  'said.vendorFailure.zendesk.notTaken': 'Zendesk did not take the change of {{what}}: {{words}}.',
  'said.vendorFailure.zendesk.notUnderstood': 'Zendesk did not understand the request for {{what}} ({{said}}).',
  'said.vendorFailure.zendesk.refused': 'Zendesk refused {{what}} ({{said}}). Docket tries again at the next run.',
  'said.vendorFailure.zendesk.token':
    'Zendesk does not accept the API token: check the email address and the token, and that token access is switched on in Admin Center > Apps and integrations > APIs',
  'said.vendorFailure.zendesk.ended':
    'The access token has ended or was revoked: enter a new one, or use an OAuth client, whose tokens are renewed by themselves',
  'said.vendorFailure.zendesk.granted':
    'Zendesk does not accept the token that it granted just now: check that the OAuth client is enabled',
  'said.vendorFailure.zendesk.subdomain': 'Enter the subdomain: the first part of acme.zendesk.com.',
} as const;
