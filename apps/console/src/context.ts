import type { Direction, LogType } from '@cfw-flow/fetch-client';

/** Flows that a firewall has of one log type and direction. */
export interface Traffic {
  log_type: LogType;
  direction: Direction;
  flows: number;
}

/** What the server holds of one firewall. Times are milliseconds since 1970 UTC. */
export interface Firewall {
  fw_instance_id: string;
  flows: number;
  first_time: number;
  last_time: number;
  traffic: Traffic[];
}

/** How much the server holds, and how far its rollups are. */
export interface StoreStatus {
  flows: number;
  /** Flows that are not rolled up yet. */
  waiting: number;
  /** Why the last roll-up failed, when it did. */
  failure?: string;
}

/** What there is to ask about. The server that serves this page tells it. */
export interface Context {
  project_id: string;
  firewalls: Firewall[];
  status: StoreStatus;
}

/** The log types that a firewall has flows of, most flows first. */
export function flowsByLogType({ traffic }: Firewall): [LogType, number][] {
  const flows = new Map<LogType, number>();
  for (const { log_type, flows: more } of traffic) {
    flows.set(log_type, (flows.get(log_type) ?? 0) + more);
  }
  return [...flows].sort(([, a], [, b]) => b - a);
}

/** The API stands beside this page, wherever the page is served from. */
export function apiEndpoint(page: string): string {
  return new URL('.', page).href;
}

/** @throws Error saying what came instead */
export async function fetchContext(page: string, signal: AbortSignal): Promise<Context> {
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

function isContext(value: unknown): value is Context {
  return (
    typeof value === 'object' &&
    value !== null &&
    'project_id' in value &&
    typeof value.project_id === 'string' &&
    'firewalls' in value &&
    Array.isArray(value.firewalls) &&
    'status' in value &&
    typeof value.status === 'object'
  );
}
