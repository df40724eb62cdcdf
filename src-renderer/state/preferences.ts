import type { Language } from '../i18n/translate.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'regular' | 'roomy';
export type LanguageChoice = 'system' | Language;

export const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
export const DENSITIES: readonly Density[] = ['compact', 'regular', 'roomy'];
export const LANGUAGE_CHOICES: readonly LanguageChoice[] = ['system', 'en', 'de'];

/** Heights in CSS pixels: the same as `--row-height` in styles/tokens.css. */
export const ROW_HEIGHT: Readonly<Record<Density, number>> = { compact: 28, regular: 36, roomy: 44 };

/** What the system's notices are about. */
export const NOTICE_KINDS = ['assigned', 'due', 'rejected'] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** In percent. */
export const TEXT_SIZES: readonly number[] = [80, 90, 100, 110, 125, 150, 175, 200];

export interface Preferences {
  theme: Theme;
  density: Density;
  language: LanguageChoice;
  textSize: number;
  notices: readonly NoticeKind[];
  /** The floating player comes up when a task's page opens in the system's browser. */
  floatWithBrowser: boolean;
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'system',
  density: 'regular',
  language: 'system',
  textSize: 100,
  notices: NOTICE_KINDS,
  floatWithBrowser: false,
};

const STORAGE_KEY = 'docket.preferences';

/** What was kept of the look and the language; whatever cannot be read is as by default. */
export function readPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  const kept = parseKept(storage.getItem(STORAGE_KEY));
  return {
    theme: THEMES.find((theme) => theme === kept.theme) ?? DEFAULT_PREFERENCES.theme,
    density: DENSITIES.find((density) => density === kept.density) ?? DEFAULT_PREFERENCES.density,
    language: LANGUAGE_CHOICES.find((language) => language === kept.language) ?? DEFAULT_PREFERENCES.language,
    textSize: TEXT_SIZES.find((size) => size === kept.textSize) ?? DEFAULT_PREFERENCES.textSize,
    notices: noticesOf(kept.notices),
    floatWithBrowser: kept.floatWithBrowser === true,
  };
}

/** Those alone, out of a state that has more. */
export function preferencesOf(state: Preferences): Preferences {
  const { theme, density, language, textSize, notices, floatWithBrowser } = state;
  return { theme, density, language, textSize, notices, floatWithBrowser };
}

export function keepPreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  storage.setItem(STORAGE_KEY, JSON.stringify(preferences));
}

function noticesOf(value: unknown): readonly NoticeKind[] {
  return Array.isArray(value) ? NOTICE_KINDS.filter((kind) => value.includes(kind)) : NOTICE_KINDS;
}

function parseKept(text: string | null): { [key: string]: unknown } {
  if (text === null) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
