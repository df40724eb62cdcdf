import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

const ENTRY = join('applications', 'docket.desktop');

/**
 * On Linux a program without a desktop entry can be no handler of links, and has neither name nor icon in the dock. A
 * package of the distribution brings one; a console that was only unpacked writes its own, for this person. Throws when
 * the home cannot be written.
 */
export function keepDesktopEntry(environment: Readonly<Record<string, string | undefined>>, executable: string, icon: string): void {
  const shared = (environment.XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':').filter(isAbsolute);
  if (shared.some((folder) => existsSync(join(folder, ENTRY)))) return;
  const own = environment.XDG_DATA_HOME;
  const folder = own && isAbsolute(own) ? own : join(environment.HOME || homedir(), '.local/share');
  const file = join(folder, ENTRY);
  const text = entryOf(executable, icon);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(join(folder, 'applications'), { recursive: true });
  writeFileSync(file, text);
}

function entryOf(executable: string, icon: string): string {
  return `[Desktop Entry]
Type=Application
Name=Docket
Comment=Operator console for work queues
Comment[de]=Arbeitsplatz für Warteschlangen von Aufgaben
TryExec=${escapeString(executable)}
Exec=${escapeString(quoteArgument(executable))} %U
Icon=${escapeString(icon)}
Terminal=false
Categories=Office;
StartupWMClass=docket
MimeType=x-scheme-handler/docket;
`;
}

/** https://specifications.freedesktop.org/desktop-entry/latest/exec-variables.html */
function quoteArgument(text: string): string {
  return `"${text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
}

function escapeString(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}
