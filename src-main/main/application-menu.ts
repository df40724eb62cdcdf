import type { MenuItemConstructorOptions } from 'electron';

/**
 * Only what the system expects: quitting, editing text, the window. Everything else is in the page's palette, and the size
 * of text is a command of it: `onRun` gets its id. The page hears the keys by itself.
 */
export function applicationMenu(platform: NodeJS.Platform, developer: boolean, onRun: (id: string) => void): MenuItemConstructorOptions[] {
  const command = (label: string, accelerator: string, id: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    registerAccelerator: false,
    click: () => onRun(id),
  });
  return [
    platform === 'darwin' ? { role: 'appMenu' } : { label: '&File', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        command('Actual Size', 'CommandOrControl+0', 'view.zoomReset'),
        command('Larger Text', 'CommandOrControl+=', 'view.zoomIn'),
        command('Smaller Text', 'CommandOrControl+-', 'view.zoomOut'),
        { role: 'togglefullscreen' },
        ...(developer ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] satisfies MenuItemConstructorOptions[]) : []),
      ],
    },
    { role: 'windowMenu' },
  ];
}
