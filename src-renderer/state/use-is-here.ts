import { useCallback, useEffect, useRef } from 'react';

/** Says whether the component is on the screen still: an answer that comes late leads nobody away from where they are by then. */
export function useIsHere(): () => boolean {
  const isHere = useRef(false);
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);
  return useCallback(() => isHere.current, []);
}
