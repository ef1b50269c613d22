/** How the page is coloured: as the system is, or one way always. */
export const themes = ['system', 'light', 'dark'] as const;

/** One of {@link themes}. */
export type Theme = (typeof themes)[number];

const storageKey = 'cfw-flow.theme';
const listeners = new Set<() => void>();

/** Colours the page as it was chosen before. */
export function startTheme(): void {
  document.documentElement.dataset['theme'] = currentTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', announce);
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
