import { LogType } from '@cfw-flow/types';
import type { ConsoleContext, FirewallSummary } from '@cfw-flow/types/console';
import { ExitCode, Failure } from '../failure.ts';
import { counted, formatCount } from '../output/quantity.ts';

/** Which flows are asked about, as far as it is known. */
interface Wanted {
  /** A UUID. */
  firewall: string | undefined;
  logType: LogType | undefined;
}

/** Which flows are asked about. */
interface ChosenFlows {
  /** A UUID. */
  firewall: string;
  logType: LogType;
  /** What was chosen among several, and how to choose another. */
  notes: string[];
}

/** Choices that a note lists. */
const maxListed = 5;

/**
 * The firewall and the log type to ask about: those that are wanted, else the only ones, else those
 * with the most flows.
 *
 * @throws {@link Failure} when the server has no flows, or no log type of the firewall is known
 */
export function chooseFlows(
  { firewalls }: ConsoleContext,
  { firewall: wantedId, logType: wantedType }: Wanted,
): ChosenFlows {
  const notes: string[] = [];
  const id = wantedId ?? chooseFirewall(firewalls, wantedType, notes);
  const held = firewalls.find(({ fw_instance_id }) => fw_instance_id === id);
  return { firewall: id, logType: wantedType ?? chooseLogType(id, held, firewalls, notes), notes };
}

function chooseFirewall(
  firewalls: readonly FirewallSummary[],
  logType: LogType | undefined,
  notes: string[],
): string {
  const withType = firewalls.filter((one) => logType === undefined || has(one, logType));
  const candidates = byFlows(withType.length > 0 ? withType : firewalls, (one) =>
    flowsOf(one, withType.length > 0 ? logType : undefined),
  );
  const [busiest, ...others] = candidates;
  if (busiest === undefined) throw noFlows();
  const [{ fw_instance_id }, flows] = busiest;
  if (others.length > 0) {
    const list = listed(others.map(([one, count]) => [nameOf(one), count]));
    notes.push(
      `Firewall ${nameOf(busiest[0])}, the ${busiestText(flows, ` of ${firewalls.length}`)}. ` +
        `--firewall ID asks about another: ${list}.`,
    );
  }
  return fw_instance_id;
}

/** As `--firewall` takes it. */
function nameOf({ name, fw_instance_id }: FirewallSummary): string {
  return name ?? fw_instance_id;
}

function chooseLogType(
  id: string,
  held: FirewallSummary | undefined,
  firewalls: readonly FirewallSummary[],
  notes: string[],
): LogType {
  const [busiest, ...others] = held === undefined ? [] : flowsByLogType(held);
  if (busiest === undefined) throw unknownFirewall(id, firewalls);
  const [logType, flows] = busiest;
  if (others.length > 0) {
    notes.push(
      `Log type ${logType}, the ${busiestText(flows, '')}. ` +
        `--log-type TYPE asks about another: ${listed(others)}.`,
    );
  }
  return logType;
}

/** The log types that a firewall has flows of, with their number, the busiest first; 0 where it is unknown. */
export function flowsByLogType(held: FirewallSummary): [LogType, number][] {
  const types = Object.values(LogType).filter((type) => has(held, type));
  return byFlows(types, (type) => flowsOf(held, type));
}

function has({ traffic }: FirewallSummary, logType: LogType): boolean {
  return traffic.some(({ log_type }) => log_type === logType);
}

/** What was chosen among several: of unknown numbers, none is the greatest. */
function busiestText(flows: number, among: string): string {
  return flows === 0 ? `first${among}` : `busiest${among} (${counted(flows, 'flow')})`;
}

function flowsOf({ traffic }: FirewallSummary, logType: LogType | undefined): number {
  return traffic
    .filter(({ log_type }) => logType === undefined || log_type === logType)
    .reduce((sum, { flows = 0 }) => sum + flows, 0);
}

/** With their flows, the busiest first. */
function byFlows<Choice>(
  choices: readonly Choice[],
  flows: (choice: Choice) => number,
): [Choice, number][] {
  return choices
    .map((choice): [Choice, number] => [choice, flows(choice)])
    .toSorted(([, one], [, other]) => other - one);
}

function listed(choices: readonly (readonly [name: string, flows: number])[]): string {
  const shown = choices
    .slice(0, maxListed)
    .map(([name, flows]) => (flows === 0 ? name : `${name} (${formatCount(flows)})`));
  const more = choices.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function noFlows(): Failure {
  return new Failure(
    'The server has no flows yet. This loads logs, or makes traffic to look around in:\n\n' +
      '  cfw-flow serve --logs PATH\n  cfw-flow serve --demo',
  );
}

function unknownFirewall(id: string, firewalls: readonly FirewallSummary[]): Failure {
  if (firewalls.length === 0) return noFlows();
  const known = firewalls.map(({ fw_instance_id }) => fw_instance_id);
  return new Failure(
    `The server has no flows of firewall ${id}. It has those of ${known.join(', ')}.`,
    ExitCode.USAGE,
  );
}
