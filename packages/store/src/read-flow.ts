import type { FlowRecord } from './flow.ts';
import type { LogFormat } from './format.ts';
import { LineParser } from './reader/line-parser.ts';

/** What a line of a log is: a flow, or not one and why. */
export type ReadResult = { flow: FlowRecord } | { reason: string };

/**
 * Reads one line of a log that needs no line before it. {@link LineParser} reads whole logs.
 *
 * @param firewall - firewall of a line that doesn't name its own
 */
export function readFlow(format: LogFormat, line: string, firewall: string): ReadResult {
  const read = new LineParser(format, { firewall }).read(line);
  if ('flow' in read) return { flow: read.flow };
  return 'reason' in read ? read : { reason: 'skipped: no flow, by its format' };
}
