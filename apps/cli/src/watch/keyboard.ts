import { emitKeypressEvents } from 'node:readline';
import type { Key } from './watch-state.ts';

/** A keyboard whose keys are told. */
export interface Keyboard {
  /** Lets the terminal show keys and obey Ctrl+C, as it did before. */
  release(): void;
  /** Has keys told again. */
  listen(): void;
}

/** Has every key told at once, Ctrl+C included, and shows none. */
export function listenToKeys(onKey: (key: Key) => void): Keyboard {
  const { stdin } = process;
  const pressed = (_text: string | undefined, key: Key) => onKey(key);
  emitKeypressEvents(stdin);
  const keyboard = {
    release() {
      stdin.off('keypress', pressed);
      stdin.setRawMode(false);
      stdin.pause();
    },
    listen() {
      stdin.on('keypress', pressed);
      stdin.setRawMode(true);
      stdin.resume();
    },
  };
  keyboard.listen();
  return keyboard;
}
