import { Check } from 'typebox/value';
import type { OpenedAddress } from '../../../src-shared/ipc/desktop-contract.ts';
import { Identifier } from '../../../src-shared/schema/identifier.ts';

export const ADDRESS_SCHEME = 'docket';

/** `docket://task/ID`, and nothing else: what is there besides, or no id of a task, makes it an address of nothing. */
export function readAddress(text: string): OpenedAddress {
  const nothing = { taskId: null };
  if (!URL.canParse(text)) return nothing;
  const url = new URL(text);
  if (url.protocol !== `${ADDRESS_SCHEME}:` || url.host.toLowerCase() !== 'task') return nothing;
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return nothing;
  const id = decoded(url.pathname.slice(1).replace(/\/$/, ''));
  return id !== null && Check(Identifier, id) ? { taskId: id } : nothing;
}

/** The address among a process's arguments: that is how Windows and Linux hand one over. */
export function findAddress(parameters: readonly string[]): string | null {
  return parameters.find((parameter) => parameter.toLowerCase().startsWith(`${ADDRESS_SCHEME}://`)) ?? null;
}

/** Keeps the address that was opened last until somebody is signed in and looks. */
export class AddressBox {
  private readonly onArrival: () => void;
  private opened: OpenedAddress | null = null;

  constructor(onArrival: () => void) {
    this.onArrival = onArrival;
  }

  put(text: string): void {
    this.opened = readAddress(text);
    this.onArrival();
  }

  take(): OpenedAddress | null {
    const { opened } = this;
    this.opened = null;
    return opened;
  }
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
