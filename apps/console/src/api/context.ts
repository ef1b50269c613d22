import type { LogType } from '@cfw-flow/fetch-client';
import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';

/** The log types that a firewall has flows of, most flows first; 0 of an unknown number. */
export function flowsByLogType({ traffic }: FirewallSummary): [LogType, number][] {
  const flows = new Map<LogType, number>();
  for (const { log_type, flows: more = 0 } of traffic) {
    flows.set(log_type, (flows.get(log_type) ?? 0) + more);
  }
  return [...flows].sort(([, a], [, b]) => b - a);
}

/** The API stands beside this page, wherever the page is served from. */
export function apiEndpoint(page: string): string {
  return new URL('.', page).href;
}

/** @throws Error saying what came instead */
export async function fetchContext(page: string, signal: AbortSignal): Promise<ConsoleContext> {
  const url = new URL('console/context.json', apiEndpoint(page));
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw new Error(`No answer from ${url.origin}. Is the server still running?`, { cause: error });
  }
  const context: unknown = await response.json().catch(() => undefined);
  if (!response.ok) {
    const words = errorMessage(context);
    throw new Error(
      `${url.pathname} answered HTTP ${response.status}.${words === undefined ? '' : ` ${words}`}`,
    );
  }
  if (!isContext(context)) {
    throw new Error(
      `${url.pathname} is not what cfw-flow serve answers there. Open this page from that server.`,
    );
  }
  return context;
}

/** What the gateway says of a failure, when it is the gateway. */
function errorMessage(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('error_msg' in body)) return undefined;
  return typeof body.error_msg === 'string' ? body.error_msg : undefined;
}

function isContext(value: unknown): value is ConsoleContext {
  return (
    typeof value === 'object' &&
    value !== null &&
    'project_id' in value &&
    typeof value.project_id === 'string' &&
    'firewalls' in value &&
    Array.isArray(value.firewalls)
  );
}
