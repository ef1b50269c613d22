import { CfwBadRequestError } from '@cfw-flow/fetch-client';
import { Item, LogType, Range } from '@cfw-flow/types';
import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';
import { fetchServerContext } from '../connection/server-context.ts';
import { Failure } from '../failure.ts';
import type { Service } from './service.ts';

/** How long it counts which log types a firewall has, in milliseconds. */
const lifetime = 10 * 60_000;

/** What a console can ask a service about. */
export interface ContextSource {
  /** @throws what asking throws */
  read(): Promise<ConsoleContext>;
}

/** Of a server of cfw-flow: what it says itself. */
export function serverContext(service: Service, endpoint: string): ContextSource {
  return {
    async read() {
      const context = await fetchServerContext(endpoint);
      if (context === undefined) {
        throw new Failure(
          `${endpoint} no longer says which firewalls it has. Is it another server now?`,
        );
      }
      return { ...context, service: service.status };
    },
  };
}

/** A firewall that was configured. */
export interface NamedFirewall {
  /** A UUID. */
  id: string;
  /** What the profile calls it. */
  name: string | undefined;
}

/** Of any other service, such as the cloud: the firewalls that were configured, with the log types that answer. */
export function cloudContext(service: Service, firewalls: readonly NamedFirewall[]): ContextSource {
  let found: { at: number; firewalls: Promise<FirewallSummary[]> } | undefined;

  function summaries(): Promise<FirewallSummary[]> {
    if (found !== undefined && Date.now() - found.at < lifetime) return found.firewalls;
    const asked = findLogTypes(service, firewalls);
    const current = { at: Date.now(), firewalls: asked };
    found = current;
    // A failure is no answer: the next one asks again.
    asked.catch(() => {
      if (found === current) found = undefined;
    });
    return asked;
  }

  return {
    async read() {
      const all = await summaries();
      return { project_id: service.project!, firewalls: all, service: service.status };
    },
  };
}

/**
 * Asks which log types had flows in the last seven days, by questions that count and list nothing. A
 * service may refuse the log types that a firewall doesn't have.
 *
 * @throws why the service refuses all of them
 */
async function findLogTypes(
  service: Service,
  firewalls: readonly NamedFirewall[],
): Promise<FirewallSummary[]> {
  const answers = await Promise.all(
    firewalls.flatMap(({ id }) =>
      Object.values(LogType).map(async (log_type) => ({
        id,
        log_type,
        ...(await countFlows(service, id, log_type)),
      })),
    ),
  );
  const [first] = answers;
  if (answers.every(({ refusal }) => refusal !== undefined)) throw first?.refusal;
  return firewalls.map(({ id, name }) => ({
    fw_instance_id: id,
    ...(name && { name }),
    traffic: answers
      .filter((answer) => answer.id === id && answer.hasFlows)
      .map(({ log_type }) => ({ log_type })),
  }));
}

async function countFlows(
  service: Service,
  fw_instance_id: string,
  log_type: LogType,
): Promise<{ hasFlows: boolean; refusal?: CfwBadRequestError }> {
  const range = Range.LAST_SEVEN_DAYS;
  const question = { fw_instance_id, log_type, item: Item.PROTOCOL, range, size: 0 };
  try {
    const { data } = await service.ask('listFlowStatistic', question, new AbortController().signal);
    return { hasFlows: Number((data as { total: number | bigint }).total) > 0 };
  } catch (error) {
    if (!(error instanceof CfwBadRequestError)) throw error;
    return { hasFlows: false, refusal: error };
  }
}
