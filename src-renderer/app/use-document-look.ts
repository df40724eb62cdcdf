import { useLayoutEffect } from 'react';
import { useInterface } from '../state/interface-state.ts';
import { useSpokenLanguage } from '../state/spoken-language.ts';

/** Puts theme, density and language where the style sheet and screen readers read them. */
export function useDocumentLook(): void {
  const theme = useInterface((state) => state.theme);
  const density = useInterface((state) => state.density);
  const language = useSpokenLanguage();
  useLayoutEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    dataset.density = density;
  }, [theme, density]);
  useLayoutEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
}
