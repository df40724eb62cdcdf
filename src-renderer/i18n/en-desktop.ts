/** Around the console's window: links, notices, the tray, the floating player, preferences, leaving. */
export const enDesktop = {
  'address.unreadable.title': 'The link could not be read',
  'address.unreadable.text': 'It does not name a task. Nothing was changed.',
  'address.unknown.title': 'The task of the link is not here',
  'address.unknown.text': 'There is no task {{id}}, or it is not for you.',
  'address.elsewhere.text': 'Task {{id}} exists, but is not kept on this computer: it was done long ago, or is not in one of your queues.',
  'address.offline.text':
    'Task {{id}} is not on this computer, and the server cannot be asked now. Open the link again when there is a connection.',
  'address.copied': 'Link to the task',

  'notice.assigned': 'Assigned to you',
  'notice.assigned_one': '{{count}} task was assigned to you',
  'notice.assigned_other': '{{count}} tasks were assigned to you',
  'notice.due': 'Due {{when}}',
  'notice.due_one': '{{count}} of your tasks is due soon',
  'notice.due_other': '{{count}} of your tasks are due soon',
  'notice.rejected': '{{act}} was not applied',
  'notice.rejected_one': '{{count}} change was not applied',
  'notice.rejected_other': '{{count}} changes were not applied',
  'notice.first': '{{title}}, and others',

  'desk.mine_one': '{{count}} task with you',
  'desk.mine_other': '{{count}} tasks with you',
  'desk.rejected_one': '{{count}} change not applied',
  'desk.rejected_other': '{{count}} changes not applied',
  'desk.pending_one': '{{count}} change not sent yet',
  'desk.pending_other': '{{count}} changes not sent yet',
  'desk.quit': 'Quit Docket',

  'mini.label': 'Floating player',
  'mini.close': 'Close the floating player',
  'mini.open': 'Open the page',
  'mini.offline': 'Offline: saved here, sent later',
  'mini.done': 'Take the next one.',

  'preferences.title': 'Preferences',
  'preferences.text': 'They count for everybody who signs in on this computer.',
  'preferences.textSize': 'Size of text',
  'preferences.notices': 'Notify me',
  'preferences.notices.assigned': 'When a task is assigned to me',
  'preferences.notices.due': 'When one of my tasks is due within {{count}} minutes',
  'preferences.notices.rejected': 'When something that I did was not applied',
  'preferences.noticesHint': 'Not while the task is on the screen.',
  'preferences.player': 'Player',
  'preferences.float': 'Keep a small player on top when a task opens in the browser',
  'preferences.done': 'Done',

  'signOut.title': 'Sign out',
  'signOut.text': 'Everything that you did is sent. Your tasks stay on this computer for the next time, unless you erase them.',
  'signOut.erase': 'Erase what is kept of me on this computer',
  'signOut.eraseHint':
    'Tasks, what you did and what was not applied, and the cookies of pages that you worked on. The server keeps everything.',
  'signOut.unsent_one': '{{count}} change has not been sent yet, and nobody else could send it. Signing out has to wait until it is.',
  'signOut.unsent_other':
    '{{count}} changes have not been sent yet, and nobody else could send them. Signing out has to wait until they are.',
  'signOut.unsentHint':
    'Closing the window is safe: everything is kept on this computer, and sent when the console runs again and the server answers.',
  'signOut.show': 'Show them',

  'banner.replicaRebuilt':
    'The tasks kept on this computer were lost or damaged. They are fetched from the server again; what you did is kept in the journal, and nothing of it is lost.',
  'banner.replicaInMemory':
    'The tasks cannot be kept on this computer’s disk at the moment. They are fetched from the server at each start; what you do is kept in the journal as always.',
  'banner.newerServer':
    'The server runs Docket {{server}}, this console is {{console}}. Everything works; update the console when it suits you.',

  'command.app.preferences': 'Preferences',
  'command.view.zoomIn': 'Larger text',
  'command.view.zoomOut': 'Smaller text',
  'command.view.zoomReset': 'Text in its usual size',
  'command.task.copyLink': 'Copy a link to the task',
  'command.player.float': 'Keep a small player on top, or close it',
} as const;
