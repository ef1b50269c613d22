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

/** Takes the page to another query string, one step forward in the history. */
export function goTo(search: string): void {
  if (search === location.search) return;
  history.pushState(null, '', search);
  window.dispatchEvent(new Event(CHANGED));
}
