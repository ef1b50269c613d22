import { emitKeypressEvents } from 'node:readline';
import type { Key } from './watch-state.ts';

/**
 * Has every key told at once, Ctrl+C included, and shows none.
 *
 * @returns what ends it
 */
export function listenToKeys(onKey: (key: Key) => void): () => void {
  const { stdin } = process;
  const pressed = (_text: string | undefined, key: Key) => onKey(key);
  emitKeypressEvents(stdin);
  stdin.on('keypress', pressed);
  stdin.setRawMode(true);
  stdin.resume();
  return () => {
    stdin.off('keypress', pressed);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
