import type { MenuItemConstructorOptions } from 'electron';

/** Only what the system expects: quitting, editing text, the window. Everything else is in the page's palette. */
export function applicationMenu(platform: NodeJS.Platform, developer: boolean): MenuItemConstructorOptions[] {
  return [
    platform === 'darwin' ? { role: 'appMenu' } : { label: '&File', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(developer ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[]) : []),
      ],
    },
    { role: 'windowMenu' },
  ];
}
