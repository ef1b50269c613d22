import type { FlowRecord } from '../flow.ts';

/*
 * Of a line that has one way of a conversation: which end is the client. Two lines of one conversation
 * may tell different things; the one that is more certain counts.
 */

/** How certain it is which end is the client. */
export const Certainty = {
  /** Told by the ports. */
  PORTS: 0,
  /** The sender answered a SYN. */
  SYN_ACK: 1,
  /** The sender sent a SYN alone. */
  SYN: 2,
  /** The line was refused: nothing was answered. */
  REFUSED: 3,
} as const;
export type Certainty = (typeof Certainty)[keyof typeof Certainty];

const [syn, ack] = [0x02, 0x10];

/**
 * What flags of TCP tell of who sent them.
 *
 * @param text - all flags that were sent, as one number
 */
export function certaintyOfFlags(text: string | undefined): 0 | 1 | 2 {
  const flags = Number(text ?? 0);
  if (!Number.isInteger(flags) || (flags & syn) === 0) return Certainty.PORTS;
  return (flags & ack) === 0 ? Certainty.SYN : Certainty.SYN_ACK;
}

/** Fields of the two ends of a flow, and of what each sent. */
const endFields = [
  ['src_ip', 'dst_ip'],
  ['src_port', 'dst_port'],
  ['src_region_name', 'dst_region_name'],
  ['src_vpc', 'dst_vpc'],
  ['to_s_bytes', 'to_c_bytes'],
  ['to_s_pkts', 'to_c_pkts'],
] as const;

/** A flow seen from its other end. */
export function fromOtherEnd<Flow extends Partial<FlowRecord>>(flow: Flow): Flow {
  const turned = { ...flow };
  for (const [field, other] of endFields) {
    delete turned[field];
    delete turned[other];
    Object.assign(turned, flow[other] !== undefined && { [field]: flow[other] });
    Object.assign(turned, flow[field] !== undefined && { [other]: flow[field] });
  }
  return turned;
}
