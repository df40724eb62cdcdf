import { type RefObject, useEffect, useState } from 'react';
import type { DocketBridge, PlayerBounds, PlayerState } from '../../../src-shared/ipc/contract.ts';

export interface PlayerViewOptions {
  bridge: DocketBridge;
  /** The element whose place the page takes. */
  frame: RefObject<HTMLElement | null>;
  /** Null: no page. */
  url: string | null;
}

const NOTHING: PlayerState = { url: '', title: '', loading: false, failure: null, canGoBack: false, canGoForward: false };

/** Keeps the web page over the frame: it is drawn above everything, so it goes out of sight while a dialog or menu is open, and notices move aside. */
export function usePlayerView({ bridge, frame, url }: PlayerViewOptions): PlayerState {
  const [state, setState] = useState(NOTHING);
  useEffect(() => bridge.on('player.changed', setState), [bridge]);
  useEffect(
    () =>
      bridge.on('player.key', ({ key, control, meta, shift, alt }) => {
        const keys = { key, ctrlKey: control, metaKey: meta, shiftKey: shift, altKey: alt };
        window.dispatchEvent(new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true }));
      }),
    [bridge],
  );

  useEffect(() => {
    const element = frame.current;
    if (!element || url === null) return;
    let placed = '';
    const place = () => {
      const bounds = isCovered() || state.failure !== null ? null : boundsOf(element);
      const next = JSON.stringify(bounds);
      if (next === placed) return;
      placed = next;
      element.dataset.shown = String(bounds !== null);
      void bridge.call('player.place', { bounds });
    };
    document.documentElement.dataset.player = 'true';
    const resizing = new ResizeObserver(place);
    resizing.observe(element);
    // Dialogs, menus and the palette are drawn at the end of the page.
    const covering = new MutationObserver(place);
    covering.observe(document.body, { childList: true });
    window.addEventListener('resize', place);
    place();
    return () => {
      resizing.disconnect();
      covering.disconnect();
      window.removeEventListener('resize', place);
      delete document.documentElement.dataset.player;
      void bridge.call('player.place', { bounds: null });
    };
  }, [bridge, frame, url, state.failure]);

  useEffect(() => {
    const element = frame.current;
    if (!element || url === null) return;
    setState({ ...NOTHING, url, loading: true });
    void bridge.call('player.show', { url, bounds: boundsOf(element) }).then((answer) => {
      if (!answer.ok) setState({ ...NOTHING, url, failure: answer.message });
    });
  }, [bridge, frame, url]);
  return state;
}

function isCovered(): boolean {
  return document.querySelector('[role=menu],.backdrop') !== null;
}

function boundsOf(element: HTMLElement): PlayerBounds {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: Math.round(left), y: Math.round(top), width: Math.round(width), height: Math.round(height) };
}
