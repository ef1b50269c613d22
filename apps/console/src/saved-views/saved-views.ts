/*
 * Views that the reader gave a name, kept in the browser.
 */

/** A view with a name. */
export interface SavedView {
  name: string;
  /** Query string of the view. */
  search: string;
}

const storageKey = 'cfw-flow.views';
const CHANGED = 'savedviewschange';
const MAX_NAME = 80;

let [read, views]: [string | null, readonly SavedView[]] = [null, []];

/** All saved views by name; the same list as before when nothing has changed. */
export function savedViews(): readonly SavedView[] {
  const stored = localStorage.getItem(storageKey);
  if (stored !== read) [read, views] = [stored, parse(stored)];
  return views;
}

/** Calls a function when a view was saved or removed, in another tab, too. */
export function onSavedViewsChange(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(CHANGED, listener);
  };
}

/** Saves a view; one of the same name is replaced. */
export function saveView({ name, search }: SavedView): void {
  const shown = name.trim().slice(0, MAX_NAME);
  if (shown === '') return;
  store([...savedViews().filter((view) => view.name !== shown), { name: shown, search }]);
}

/** Removes the view of a name. */
export function removeView(name: string): void {
  store(savedViews().filter((view) => view.name !== name));
}

function store(all: readonly SavedView[]): void {
  localStorage.setItem(storageKey, JSON.stringify(all));
  window.dispatchEvent(new Event(CHANGED));
}

/** What another version, or somebody else, left there is passed over. */
function parse(stored: string | null): SavedView[] {
  try {
    const all: unknown = JSON.parse(stored ?? '[]');
    const found = Array.isArray(all) ? all.filter(isSavedView) : [];
    return found.sort((one, other) => one.name.localeCompare(other.name));
  } catch {
    return [];
  }
}

function isSavedView(value: unknown): value is SavedView {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'search' in value &&
    typeof value.search === 'string'
  );
}
