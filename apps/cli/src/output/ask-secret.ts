import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { canAsk } from './confirm.ts';

/**
 * Asks the person at the terminal for a secret, which is not shown while it is typed.
 *
 * @returns undefined when there is no person who can be asked
 */
export async function askSecret(noun: string): Promise<string | undefined> {
  if (!canAsk()) return undefined;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const keyboard = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  keyboard.on('SIGINT', () => {
    keyboard.close();
    process.stderr.write('\n');
    process.kill(process.pid, 'SIGINT');
  });
  process.stderr.write(`${noun} (not shown): `);
  try {
    return await new Promise<string>((resolve) => {
      keyboard.once('line', resolve);
      // Ctrl+D.
      keyboard.once('close', () => resolve(''));
    });
  } finally {
    keyboard.close();
    process.stderr.write('\n');
  }
}
