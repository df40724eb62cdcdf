import { useEffect } from 'react';
import type { DocketBridge } from '../../src-shared/ipc/contract.ts';
import { useInterface } from '../state/interface-state.ts';

/** Has the window draw everything in the chosen size. */
export function useTextSize(bridge: DocketBridge): void {
  const percent = useInterface((state) => state.textSize);
  useEffect(() => {
    void bridge.call('window.zoom', { percent });
  }, [bridge, percent]);
}
