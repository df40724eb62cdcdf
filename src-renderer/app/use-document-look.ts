import { useLayoutEffect } from 'react';
import { useInterface } from '../state/interface-state.ts';

/** Puts theme and density where the style sheet reads them. */
export function useDocumentLook(): void {
  const theme = useInterface((state) => state.theme);
  const density = useInterface((state) => state.density);
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    dataset.density = density;
  }, [theme, density]);
}
