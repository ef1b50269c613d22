import { flowFields, type FlowRecord, ltsTrafficLog, readFlow } from '@cfw-flow/store';

/**
 * A flow, of which only what a test is about has to be said. The fields are those of the LTS traffic
 * log. What is left out is that of an HTTPS session from 192.168.0.10 to 198.51.100.7 (TCP, port 443)
 * that crossed the border to the internet outbound, sent 1000 bytes, got 10 000, took a second and
 * ended a minute ago. An optional field that is `undefined` is absent.
 */
export type TestFlow = {
  [Field in keyof FlowRecord]?:
    | FlowRecord[Field]
    | (FlowRecord[Field] extends bigint | undefined ? number : never)
    | undefined;
};

/**
 * Flows as lines of the LTS traffic log.
 *
 * @param firewall - firewall of flows that name none
 * @param now - milliseconds since 1970 UTC
 * @throws `TypeError` that names the flow and the field that can't be
 */
export function linesOf(flows: readonly TestFlow[], firewall: string, now: number): string[] {
  if (!Array.isArray(flows)) {
    throw new TypeError(`flows is ${JSON.stringify(flows)}, not a list of flows.`);
  }
  return flows.map((flow: TestFlow, index) => {
    const fault = faultOf(flow);
    if (fault !== undefined) throw new TypeError(`flows[${index}]: ${fault}.`);
    const line = lineOf(completed(flow, now));
    const reason = rejection(line, firewall);
    if (reason !== undefined) throw new TypeError(`flows[${index}]: ${reason}.`);
    return line;
  });
}

/** Numbers that JSON lacks become text: a `bigint` is then exact, and `NaN` is rejected as what it is. */
function lineOf(flow: TestFlow): string {
  return JSON.stringify(flow, (_, value: unknown) =>
    typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))
      ? String(value)
      : value,
  );
}

const minute = 60_000;
const second = 1000;

function completed(flow: TestFlow, now: number): TestFlow {
  const { end_time = now - minute } = flow;
  return {
    log_type: 'internet',
    direction: 'in2out',
    src_ip: '192.168.0.10',
    dst_ip: '198.51.100.7',
    dst_port: 443,
    protocol: 'TCP',
    app: 'HTTPS',
    to_s_bytes: 1000,
    to_c_bytes: 10_000,
    start_time: end_time - second,
    end_time,
    ...flow,
  };
}

const fields: ReadonlySet<string> = new Set(flowFields);

function faultOf(flow: TestFlow): string | undefined {
  if (typeof flow !== 'object' || flow === null || Array.isArray(flow)) {
    return `${JSON.stringify(flow)} is no flow: that is an object, such as { app: 'DNS' }`;
  }
  const unknown = Object.keys(flow).find((field) => !fields.has(field));
  return unknown && `${unknown} is no field of a flow: those are ${flowFields.join(', ')}`;
}

function rejection(line: string, firewall: string): string | undefined {
  const read = readFlow(ltsTrafficLog, line, firewall);
  return 'reason' in read ? read.reason : undefined;
}
