import type { Direction, LogType } from '@cfw-flow/types';

/**
 * One ended session, under the field names of CFW's LTS traffic log
 * (user manual of CFW, "Traffic Logs"). A field without a value is left out.
 */
export interface FlowRecord {
  /** Firewall the flow passed, a UUID. */
  fw_instance_id: string;
  /** Border the flow crossed. */
  log_type: LogType;
  /** Who opened the session. */
  direction: Direction;
  /** Source address, canonical (RFC 5952; an IPv4-mapped address as IPv4). */
  src_ip: string;
  /** Source port, 0 to 65535; ICMP and other protocols have none. */
  src_port?: number;
  /** Destination address, canonical. */
  dst_ip: string;
  /** Destination port, 0 to 65535; ICMP and other protocols have none. */
  dst_port?: number;
  /** Protocol as the log names it, such as TCP. */
  protocol: string;
  /** Application as the log names it, such as HTTPS. */
  app?: string;
  /** Destination domain name, in lower case, without final dots. */
  dst_host?: string;
  /** Region of the source address, such as Chinese Mainland. */
  src_region_name?: string;
  /** Region of the destination address. */
  dst_region_name?: string;
  /**
   * VPC that the source address belongs to, by id or name (user manual of CFW, "Traffic Logs": "ID of
   * the VPC that the IP belongs to").
   */
  src_vpc?: string;
  /** VPC that the destination address belongs to. */
  dst_vpc?: string;
  /** What the firewall did: permit, deny, block or drop. */
  action?: string;
  /** Virtual system: 1 north-south, 2 east-west. */
  vsys?: number;
  /** Virtual gateway the flow passed, a UUID. */
  vgw_id?: string;
  /** Bytes from client to server, 0 to 2^63 − 1. */
  to_s_bytes: bigint;
  /** Bytes from server to client, 0 to 2^63 − 1. */
  to_c_bytes: bigint;
  /** Packets from client to server. */
  to_s_pkts?: bigint;
  /** Packets from server to client. */
  to_c_pkts?: bigint;
  /** Start of the session, milliseconds since 1970 UTC. */
  start_time?: number;
  /** End of the session, milliseconds since 1970 UTC: the time that decides on a flow's window. */
  end_time: number;
}
