import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { unlessInterrupted } from '../interrupt.ts';

/** Whether there is a person who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/**
 * Asks a person a question, which is answered by anything but yes with no.
 *
 * @throws the reason of the signal
 */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // A terminal whose keys are read tells of Ctrl+C in another way.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  // Ctrl+D.
  const closed = once(terminal, 'close').then(() => '');
  try {
    const asked = Promise.race([terminal.question(`${question} [y/N] `), closed]);
    const answer = await unlessInterrupted(asked, signal);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
