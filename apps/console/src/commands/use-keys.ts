import { useEffect, useEffectEvent } from 'react';
import type { Command } from './commands.ts';
import { areSingleKeysOn } from './single-keys.ts';

/**
 * Runs commands by their keys, and opens the palette with Ctrl or ⌘ and K. Where texts are typed, and in
 * dialogs, keys mean what they always do.
 */
export function useKeys(commands: readonly Command[], openPalette: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== 'k' || event.shiftKey) return;
      event.preventDefault();
      openPalette();
      return;
    }
    if (!areSingleKeysOn() || takesKeys(event.target)) return;
    const command = commands.find(({ key }) => key === event.key);
    if (command === undefined) return;
    event.preventDefault();
    command.run();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
}

function takesKeys(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'dialog, select, textarea, [contenteditable], input:not([type=radio], [type=checkbox])',
    ) !== null
  );
}
