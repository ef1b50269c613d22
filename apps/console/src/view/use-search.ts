import { useSyncExternalStore } from 'react';

const CHANGED = 'searchchange';

function subscribe(onChange: () => void): () => void {
  // Back and forward; the browser says nothing of pushState itself.
  window.addEventListener('popstate', onChange);
  window.addEventListener(CHANGED, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(CHANGED, onChange);
  };
}

/** The query string of the page's URL, as it changes. */
export function useSearch(): string {
  return useSyncExternalStore(subscribe, () => location.search);
}

/**
 * Takes the page to another query string.
 *
 * @param step - a step forward in the history, or none, as for each letter that is typed
 */
export function goTo(search: string, step: 'push' | 'replace' = 'push'): void {
  if (search === location.search) return;
  history[`${step}State`](null, '', search);
  window.dispatchEvent(new Event(CHANGED));
}
