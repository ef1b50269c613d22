import type { Direction, LogType } from '@cfw-flow/types';
import type { Load } from './profile.ts';
import { between, type Random } from './random.ts';
import type { Region } from './region.ts';
import type { Service } from './service.ts';
import { vpcOf } from './vpc.ts';

/** One session as a line of CFW's traffic log in LTS carries it: ports and `vsys` as strings. */
export interface LoggedFlow {
  src_ip: string;
  src_port?: string;
  dst_ip: string;
  dst_port?: string;
  protocol: string;
  app: string;
  dst_host?: string;
  direction: Direction;
  log_type: LogType;
  action: 'permit' | 'deny';
  vsys: '1' | '2';
  vgw_id?: string;
  src_region_id?: string;
  src_region_name?: string;
  dst_region_id?: string;
  dst_region_name?: string;
  src_vpc?: string;
  dst_vpc?: string;
  to_s_bytes: number;
  to_c_bytes: number;
  to_s_pkts: number;
  to_c_pkts: number;
  bytes: number;
  packets: number;
  start_time: number;
  end_time: number;
}

/** A session without its time. */
export interface Session {
  log_type: LogType;
  direction: Direction;
  client: string;
  clientRegion?: Region | undefined;
  service: Service;
  server: string;
  vgw_id?: string;
  load: Load;
  action: 'permit' | 'deny';
}

/** The line of a session that ended in a second, at a random moment of it. */
export function logged(random: Random, session: Session, second: number): LoggedFlow {
  const { client, clientRegion, service, server, load, log_type, vgw_id } = session;
  const { duration, ...volume } = load;
  const end_time = second * 1000 + between(random, 0, 999);
  const src_vpc = vpcOf(client);
  const dst_vpc = vpcOf(server);
  return {
    src_ip: client,
    ...(service.port !== undefined && {
      src_port: String(between(random, 32_768, 60_999)),
      dst_port: String(service.port),
    }),
    dst_ip: server,
    protocol: service.protocol,
    app: service.app,
    ...(service.host !== undefined && { dst_host: service.host }),
    direction: session.direction,
    log_type,
    action: session.action,
    vsys: log_type === 'vpc' ? '2' : '1',
    ...(vgw_id !== undefined && { vgw_id }),
    ...(clientRegion && { src_region_id: clientRegion.id, src_region_name: clientRegion.name }),
    ...(service.region && {
      dst_region_id: service.region.id,
      dst_region_name: service.region.name,
    }),
    ...(src_vpc !== undefined && { src_vpc }),
    ...(dst_vpc !== undefined && { dst_vpc }),
    ...volume,
    bytes: volume.to_s_bytes + volume.to_c_bytes,
    packets: volume.to_s_pkts + volume.to_c_pkts,
    start_time: end_time - duration,
    end_time,
  };
}
