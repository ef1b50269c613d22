import { CfwConnectionError, type LogType } from '@cfw-flow/fetch-client';
import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';

/** The log types that a firewall has flows of, most flows first; 0 of an unknown number. */
export function flowsByLogType({ traffic }: FirewallSummary): [LogType, number][] {
  const flows = new Map<LogType, number>();
  for (const { log_type, flows: more = 0 } of traffic) {
    flows.set(log_type, (flows.get(log_type) ?? 0) + more);
  }
  return [...flows].sort(([, a], [, b]) => b - a);
}

/** Firewalls in the order to choose from: the busiest first. */
export const busiestFirst = (firewalls: readonly FirewallSummary[]): FirewallSummary[] =>
  firewalls.toSorted((one, other) => (other.flows ?? 0) - (one.flows ?? 0));

/** The API stands beside this page, wherever the page is served from. */
export function apiEndpoint(page: string): string {
  return new URL('.', page).href;
}

/** What the server tells the page, and how far its clock is ahead of that of the browser. */
export interface ServerContext extends ConsoleContext {
  /** Milliseconds; 0 when they agree as far as anybody would notice. */
  clockOffset: number;
}

/** @throws Error saying what came instead */
export async function fetchContext(page: string, signal: AbortSignal): Promise<ServerContext> {
  const url = new URL('console/context.json', apiEndpoint(page));
  let response: Response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    throw new CfwConnectionError(url.origin, error);
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
  return { ...context, clockOffset: clockOffset(response.headers.get('Date'), Date.now()) };
}

/** Differences up to this are not told: they move the end of a window by less than a bar of it. */
const CLOCK_TOLERANCE = 30_000;

/**
 * How far a server is ahead, in milliseconds, as its answer tells.
 *
 * @param date - the header `Date` of the answer
 * @param now - when the answer came, by the clock of the browser
 */
export function clockOffset(date: string | null, now: number): number {
  const offset = Date.parse(date ?? '') - now;
  return Math.abs(offset) > CLOCK_TOLERANCE ? offset : 0;
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
