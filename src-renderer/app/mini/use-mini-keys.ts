import { useEffect, useRef } from 'react';
import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import type { MiniAction } from '../../../src-shared/ipc/desktop-contract.ts';

export interface MiniKeysOptions {
  actions: readonly MiniAction[];
  onAction: (action: MiniAction) => void;
  onClose: () => void;
}

/** The console's own keys, and Escape. Never while somebody types, but with a modifier. */
export function useMiniKeys(options: MiniKeysOptions): void {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.repeat || event.isComposing) return;
      const { actions, onAction, onClose } = latest.current;
      if (event.key === 'Escape') {
        event.preventDefault();
        onClose();
        return;
      }
      if (event.target instanceof HTMLInputElement && !event.ctrlKey && !event.metaKey) return;
      const action = actions.find(({ keys }) => keys !== null && answersTo(keys, event));
      if (!action) return;
      event.preventDefault();
      onAction(action);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function answersTo(keys: string, event: KeyboardEvent): boolean {
  const [press, more] = parseKeybinding(keys);
  return press !== undefined && more === undefined && matchKeybindingPress(event, press);
}
