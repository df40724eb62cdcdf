import type { DocketBridge } from '../src-shared/ipc/contract.ts';

declare global {
  interface Window {
    readonly docket?: DocketBridge;
  }
}

/** What the preload exposed. */
export function docketBridge(): DocketBridge {
  if (!window.docket) throw new Error('the page runs outside the console');
  return window.docket;
}
