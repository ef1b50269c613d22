import {
  type ConstantField,
  fieldSource,
  type FlowField,
  flowFields,
  type FlowRecord,
  type LogFormat,
  type ReadField,
  type ReadLog,
} from '@cfw-flow/store';
import type { Direction } from '@cfw-flow/types';

/** A reason for which lines are rejected. */
export interface CommonReason {
  /** What is wrong with the first of them. */
  reason: string;
  /** The first of them, from 1; nothing when it is among the last lines of a file not read whole. */
  line?: number;
  /** How many have the like of it. */
  count: number;
}

/** Something that a log doesn't say. */
export interface Guess {
  /** What is guessed. */
  what: string;
  /** How. */
  how: string;
  /** What sets it; nothing when nothing does. */
  option?: string;
}

/** What the lines of a log are. */
export interface LogSummary {
  lines: { read: number; flows: number; skipped: number; rejected: number; blank: number };
  /** Sessions: several lines may be one. */
  flows: number;
  /** Why lines are rejected, the commonest reason first. */
  reasons: CommonReason[];
  /** Ends of the first and the last flow, milliseconds since 1970 UTC. */
  span?: { from: number; to: number };
  directions: Partial<Record<Direction, number>>;
  /** Fields that no flow has or gets. */
  empty: FlowField[];
  guesses: Guess[];
}

/** Sums up the lines of a log. */
export function summarize(
  format: LogFormat,
  lines: readonly string[],
  { flows, skipped, rejections }: ReadLog,
  firewall: string,
): LogSummary {
  const blank = lines.filter((line) => /^[ \t\r]*$/.test(line)).length;
  const rejected = rejections.length;
  return {
    lines: {
      read: lines.length,
      flows: lines.length - skipped - rejected - blank,
      skipped,
      rejected,
      blank,
    },
    flows: flows.length,
    reasons: commonReasons(rejections),
    ...spanOf(flows),
    directions: directionsOf(flows),
    empty: emptyIn(flows).filter((field) => !regions.includes(field)),
    guesses: guessesOf(format, flows, firewall),
  };
}

/** Reasons that differ only in the value that is wrong are the same. */
function commonReasons(rejections: ReadLog['rejections']): CommonReason[] {
  const reasons = new Map<string, CommonReason>();
  for (const { line, reason } of rejections) {
    const kind = reason
      .replace(/^not JSON: .*/s, 'not JSON')
      .replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
    const known = reasons.get(kind);
    if (known) known.count++;
    else reasons.set(kind, { reason, line, count: 1 });
  }
  return [...reasons.values()].sort((one, other) => other.count - one.count);
}

function spanOf(flows: readonly FlowRecord[]): Pick<LogSummary, 'span'> {
  const [first] = flows;
  if (first === undefined) return {};
  const span = { from: first.end_time, to: first.end_time };
  for (const { end_time } of flows) {
    span.from = Math.min(span.from, end_time);
    span.to = Math.max(span.to, end_time);
  }
  return { span };
}

function directionsOf(flows: readonly FlowRecord[]): LogSummary['directions'] {
  const directions: LogSummary['directions'] = {};
  for (const { direction } of flows) directions[direction] = (directions[direction] ?? 0) + 1;
  return directions;
}

/** Fields that are filled in when no line has them. */
const regions: readonly FlowField[] = ['src_region_name', 'dst_region_name'];

function emptyIn(flows: readonly FlowRecord[]): FlowField[] {
  if (flows.length === 0) return [];
  return flowFields.filter((field) => flows.every((flow) => flow[field] === undefined));
}

function guessesOf(format: LogFormat, flows: readonly FlowRecord[], firewall: string): Guess[] {
  const guesses: Guess[] = [];
  const byEnds = (['log_type', 'direction'] as const).filter(
    (field) => format.fields[field] === undefined,
  );
  if (byEnds.length > 0) {
    guesses.push({
      what: byEnds.join(', '),
      how: 'by the internal networks',
      option: '--internal-networks CIDR…',
    });
  }
  if (flows.length > 0 && flows.every((flow) => flow.fw_instance_id === firewall)) {
    const how = `${firewall}, since no line names another`;
    guesses.push({ what: 'the firewall', how, option: '--firewall ID' });
  }
  const unnamed = emptyIn(flows).filter((field) => regions.includes(field));
  if (unnamed.length > 0) {
    guesses.push({
      what: unnamed.join(', '),
      how: 'by the country of the address',
      option: '--geoip FILE',
    });
  }
  if (format.unidirectional) {
    guesses.push({
      what: 'the client of a session',
      how: 'by its ports, where nothing else tells',
    });
  }
  const zone = zoneOf(fieldSource(format, 'end_time'));
  if (zone !== undefined) {
    guesses.push({
      what: 'the zone of times without one',
      how: zone,
      option: 'timeZone in the format file',
    });
  }
  return guesses;
}

/** Where the clock is of times that don't say so. */
function zoneOf(source: ReadField | ConstantField | undefined): string | undefined {
  if (source === undefined || 'constant' in source || source.as !== 'datetime') return undefined;
  return source.timeZone ?? 'UTC';
}
