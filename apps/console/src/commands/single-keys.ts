const storageKey = 'cfw-flow.keys';

/** Whether keys of one character do something. Who speaks to the computer may not want that. */
export function areSingleKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

/** Turns them on or off, and keeps that for the next visit. */
export function turnSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, 'off');
}
