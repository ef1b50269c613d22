import { CfwApiError, CfwError } from '@cfw-flow/fetch-client';
import { LogType } from '@cfw-flow/types';
import { type Connection, connect } from '../connection/connect.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import { asFailure } from '../failure.ts';
import { counted, formatSeconds } from '../output/quantity.ts';
import { type Labelled, printLabelled } from '../output/print-labelled.ts';

/** What became of a question about one log type. */
interface Outcome {
  logType: LogType;
  /** When the server answered by its own clock, milliseconds since 1970 UTC, as far as it says so. */
  serverTime: number | undefined;
  /** Groups of the last day, or why there is no answer. */
  result: { total: number | bigint } | { error: CfwError };
}

/**
 * Asks a server one cheap question about each log type, and prints what came of it: which of them it
 * answers, and how far the clocks are apart.
 *
 * @throws Failure when it answers none of them
 */
export async function login(options: ConnectionOptions): Promise<void> {
  // Whatever its log type: it is asked about all.
  const connection = await connect({ ...options, logType: LogType.INTERNET, last: undefined });
  printLabelled(serverLines(connection));
  const outcomes: Outcome[] = [];
  for (const logType of Object.values(LogType)) {
    const outcome = await ask(connection, logType);
    if (outcomes.length === 0) printLabelled(clockLine(outcome));
    outcomes.push(outcome);
    printLabelled([[logType, resultText(outcome)]]);
  }
  const failed = outcomes.flatMap(({ result }) => ('error' in result ? [result.error] : []));
  if (failed.length === outcomes.length) throw asFailure(failed[0]);
}

function serverLines({ settings, query }: Connection): Labelled[] {
  const { server, project, credentials, firewalls } = settings;
  const name = Object.keys(firewalls).find((one) => firewalls[one] === query.fw_instance_id);
  return [
    ['server', [server.region, server.endpoint].filter((part) => part !== undefined).join(' at ')],
    ['project', project ?? 'that of the server, or of the region'],
    ['firewall', [name, query.fw_instance_id].filter((part) => part !== undefined).join(', ')],
    ['as', credentials?.source ?? 'nobody: no credentials are sent'],
  ];
}

async function ask({ client, query }: Connection, logType: LogType): Promise<Outcome> {
  try {
    const { data, response } = await client
      .listFlowStatistic({ ...query, log_type: logType, item: 'app', size: 0, range: 1 })
      .withResponse();
    return { logType, serverTime: dateIn(response.headers), result: { total: data.total } };
  } catch (error) {
    if (!(error instanceof CfwError)) throw error;
    const serverTime = error instanceof CfwApiError ? dateIn(error.headers) : undefined;
    return { logType, serverTime, result: { error } };
  }
}

function dateIn(headers: Headers): number | undefined {
  const time = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time;
}

/** Seconds by which clocks may differ before anybody has to know. `Date` has whole ones. */
const tolerance = 5;

function clockLine({ serverTime }: Outcome): Labelled[] {
  if (serverTime === undefined) return [];
  const seconds = (Date.now() - serverTime) / 1000;
  if (Math.abs(seconds) <= tolerance) return [['clock', 'that of the server']];
  const side = seconds > 0 ? 'ahead of' : 'behind';
  return [
    [
      'clock',
      `${formatSeconds(Math.abs(seconds))} ${side} that of the server. Signatures are good for 15 min: set the clock of this machine.`,
    ],
  ];
}

function resultText({ result }: Outcome): string {
  if ('error' in result) return `no answer: ${result.error.message}`;
  return `answered: ${counted(result.total, 'application')} in the last day`;
}
