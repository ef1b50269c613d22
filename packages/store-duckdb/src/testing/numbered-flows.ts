import type { FlowRecord } from '@cfw-flow/store';
import { ltsLine } from '@cfw-flow/store/testing';

/** Firewall of all numbered flows. */
export const firewall = 'c598d612-8112-465c-bffd-863d4ce85a50';

/** When the flow of number 0 ended. */
export const firstEnd = Date.UTC(2025, 6, 1, 12);

/** Milliseconds between the ends of two flows: some 700 flows an hour. */
export const interval = 5000;

/** A flow, of which no other number has the like. */
export function numberedFlow(number: number, log_type: FlowRecord['log_type']): FlowRecord {
  return {
    fw_instance_id: firewall,
    log_type,
    direction: number % 3 === 0 ? 'in2out' : 'out2in',
    src_ip: `198.51.${(number >> 8) & 255}.${number & 255}`,
    dst_ip: `2001:db8::${(1 + (number % 5000)).toString(16)}`,
    dst_port: number % 1000,
    protocol: 'TCP',
    dst_host: `host-${number % 700}.example`,
    to_s_bytes: BigInt(number),
    to_c_bytes: 900n,
    end_time: firstEnd + number * interval,
  };
}

/** The flows of the numbers in [from, to). */
export function numberedFlows(
  from: number,
  to: number,
  log_type: FlowRecord['log_type'],
): FlowRecord[] {
  return Array.from({ length: to - from }, (_, index) => numberedFlow(from + index, log_type));
}

/** Flows as a log has them, a line each. */
export function linesOf(flows: readonly FlowRecord[]): string {
  return flows.map((flow) => `${ltsLine(flow)}\n`).join('');
}
