import type { FirewallSummary, StoreWith } from '@cfw-flow/store';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { counted, formatTime } from '../output/quantity.ts';
import { note, print, styled } from '../output/terminal.ts';
import { ignoreLimitErrors } from '../store/ignore-limit-errors.ts';
import { rollupMessages } from '../store/roll-up.ts';
import { invocation } from './invocation.ts';
import type { ServeOptions } from './serve-options.ts';
import { tryItHints } from './try-it-hints.ts';

/** A server that is ready. */
export interface ReadyServer {
  store: StoreWith;
  url: string;
  hasConsole: boolean;
  /** Undefined when counting the flows took too long. */
  firewalls: readonly FirewallSummary[] | undefined;
}

/** Prints what the server holds, where its console is and what to try. */
export async function greet(ready: ReadyServer, options: ServeOptions): Promise<void> {
  const { store, url, hasConsole, firewalls } = ready;
  if (firewalls !== undefined) print(flowSummary(firewalls, options.demo));
  for (const folder of options.watch ?? []) print(`Following ${folder}`);
  const status = await ignoreLimitErrors(store.status(), () => {});
  if (status) for (const message of rollupMessages(status)) note(message);
  print();
  print('  ', styled('bold', 'Console'), '  ', styled('cyan', `${url}/`));
  if (!hasConsole) print('           (not built yet: open it to see how)');
  await printTryItHints(store, url, options);
  print();
  print(styled('dim', 'Ctrl+C ends it.'));
}

/**
 * What is said when the server was interrupted, and all is closed.
 *
 * @param directory - the data directory; undefined for the demo, which is in memory
 */
export function farewell(directory: string | undefined): string {
  if (directory === undefined) {
    return 'Stopped. The made-up traffic was in memory only, and is gone.';
  }
  const name = escapeControlChars(directory);
  return `Stopped. What was ingested is kept in ${name}, and the next start goes on with it.`;
}

function flowSummary(firewalls: readonly FirewallSummary[], demo: boolean | undefined): string {
  const flows = firewalls.reduce((sum, held) => sum + held.flows, 0);
  if (flows === 0) return 'No flows yet.';
  const first = Math.min(...firewalls.map((held) => held.first_time));
  const last = Math.max(...firewalls.map((held) => held.last_time));
  const across = firewalls.length > 1 ? ` of ${counted(firewalls.length, 'firewall')}` : '';
  return (
    `${counted(flows, 'flow')}${across} from ${formatTime(first)} to ${formatTime(last)}` +
    `${demo ? ', more all the time' : ''}`
  );
}

async function printTryItHints(
  store: StoreWith,
  url: string,
  { firewall, project, program }: ServeOptions,
): Promise<void> {
  const server = { url, project, firewall, command: invocation(program) };
  const hints = await ignoreLimitErrors(tryItHints(store, server, Date.now()), () => {});
  if (hints === undefined || hints.length === 0) return;
  print();
  print(styled('bold', 'Try in another terminal'));
  for (const hint of hints) {
    print();
    print(`  ${hint}`);
  }
}
