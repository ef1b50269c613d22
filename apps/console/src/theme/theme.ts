/** How the page is coloured: as the system is, or one way always. */
export const themes = ['system', 'light', 'dark'] as const;

/** One of {@link themes}. */
export type Theme = (typeof themes)[number];

const storageKey = 'cfw-flow.theme';
const listeners = new Set<() => void>();

/** What colours depend on beside the choice: the system, and whether they are for paper. */
const media = ['(prefers-color-scheme: dark)', 'print'];

/** Colours the page as it was chosen before. */
export function startTheme(): void {
  document.documentElement.dataset['theme'] = currentTheme();
  for (const query of media) matchMedia(query).addEventListener('change', announce);
}

/** Another text whenever what is painted needs other colours. */
export function themeKey(): string {
  return [currentTheme(), ...media.map((query) => matchMedia(query).matches)].join(' ');
}

/** Colours the page, and keeps the choice for the next visit. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme);
  document.documentElement.dataset['theme'] = theme;
  announce();
}

/** How the page is coloured by choice. */
export function currentTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}

/** Calls a function when colours may have changed, by choice or by the system. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  for (const listener of listeners) listener();
}
