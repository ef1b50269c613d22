import i18next from 'i18next';
import { en } from './en.ts';
import { zh } from './zh.ts';

/*
 * The languages of the page. Code calls `t` wherever a text is needed; when the language changes, the
 * whole page is drawn again.
 */

/** A language that the page speaks. */
export const languages = ['en', 'zh'] as const;

/** One of {@link languages}. */
export type Language = (typeof languages)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

const storageKey = 'cfw-flow.language';

/** Prepares the texts, in the language that was chosen before, else in one that the browser asks for. */
export async function startLanguage(): Promise<void> {
  await loadTexts(chosenLanguage() ?? preferred(navigator.languages));
  document.documentElement.lang = htmlLanguage();
}

/** Loads the texts, and begins with those of a language. */
export async function loadTexts(language: Language): Promise<void> {
  await i18next.init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, zh: { translation: zh } },
    interpolation: { escapeValue: false },
  });
}

/** Changes the language, and keeps it for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = htmlLanguage();
}

/** The language of the page. */
export function currentLanguage(): Language {
  return i18next.language === 'zh' ? 'zh' : 'en';
}

/** Calls a function whenever the language has changed. */
export function onLanguageChange(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

/** The first of some languages that the page speaks, English when it speaks none. */
function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

function chosenLanguage(): Language | undefined {
  const stored = localStorage.getItem(storageKey);
  return languages.find((language) => language === stored);
}

/** As HTML and `Intl` name it. */
export function htmlLanguage(): string {
  return currentLanguage() === 'zh' ? 'zh-CN' : 'en';
}

/** The text of a key, in the language of the page. */
export const { t } = i18next;
