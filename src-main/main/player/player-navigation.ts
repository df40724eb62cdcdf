import type { WebContents } from 'electron';
import { isWebAddress } from '../external-address.ts';
import { GestureGate } from './gesture-gate.ts';

/** A page of the player goes to other web pages and nowhere else; what a person opens from it in windows opens in the system's browser. */
export function lockPlayerNavigation(contents: WebContents, openExternal: (url: string) => void): void {
  contents.on('will-frame-navigate', (event) => {
    // A frame may be empty, or written by its page; the page itself may not.
    if (!isWebAddress(event.url) && (event.isMainFrame || !/^(about:(blank|srcdoc)|data:|blob:)/.test(event.url))) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (event.isMainFrame && !isWebAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  const gate = new GestureGate();
  contents.on('input-event', (_event, { type }) => gate.noteInput(type, performance.now()));
  contents.setWindowOpenHandler(({ url }) => {
    if (isWebAddress(url) && gate.take(performance.now())) openExternal(url);
    return { action: 'deny' };
  });
}
