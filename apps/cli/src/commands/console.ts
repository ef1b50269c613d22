import { once } from 'node:events';
import type { ConsoleContext } from '@cfw-flow/types/console';
import { type AtEnd, withCleanup } from '../cleanup.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { settingsOf } from '../connection/settings.ts';
import { unlessInterrupted, untilInterrupted } from '../interrupt.ts';
import { print, styled } from '../output/terminal.ts';
import type { ContextSource } from '../proxy/console-context.ts';
import { createProxyServer } from '../proxy/proxy-server.ts';
import { reachService } from '../proxy/reach-service.ts';
import type { Service } from '../proxy/service.ts';
import { checkPort, listen } from '../serve/listening.ts';

/** Options of `cfw-flow console`. */
export interface ConsoleOptions extends ConnectionOptions {
  port: number;
  /** Maximum number of questions in a second. */
  rate: number;
}

/** Serves the console for another service, whose credentials stay here, until it is interrupted. */
export async function openConsole(options: ConsoleOptions): Promise<void> {
  const { port, rate } = options;
  const settings = await settingsOf(options);
  await checkPort(port);
  await untilInterrupted((signal) =>
    withCleanup(async (atEnd) => {
      const { service, context } = await reachService(settings, rate);
      // Wrong credentials, a wrong clock and a wrong firewall are better reported here than on a page.
      const known = await unlessInterrupted(context.read(), signal);
      greet(known, await start(service, context, port, atEnd));
      if (!signal.aborted) await once(signal, 'abort');
    }),
  );
}

async function start(
  service: Service,
  context: ContextSource,
  port: number,
  atEnd: AtEnd,
): Promise<{ url: string; hasConsole: boolean }> {
  const { server, hasConsole } = await createProxyServer(service, context);
  atEnd(() => server.close());
  return { url: await listen(server, port), hasConsole };
}

function greet(
  { firewalls, service }: ConsoleContext,
  { url, hasConsole }: { url: string; hasConsole: boolean },
): void {
  print(`Asking ${service?.endpoint}`);
  for (const { fw_instance_id: id, name, traffic } of firewalls) {
    const types = [...new Set(traffic.map(({ log_type }) => log_type))];
    print(
      `Firewall ${name === undefined ? id : `${name} (${id})`}: ${types.join(', ') || 'no flows in the last seven days'}`,
    );
  }
  print();
  print('  ', styled('bold', 'Console'), '  ', styled('cyan', `${url}/`));
  if (!hasConsole) print('           (not built yet: open it to see how)');
  print();
  print(styled('dim', 'Ctrl+C ends it.'));
}
