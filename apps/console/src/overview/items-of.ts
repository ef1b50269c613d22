import { FlowItem, LogType } from '@cfw-flow/fetch-client';

const all = Object.values(FlowItem);

/** Items that say something of the flows of a log type: between VPCs there are no regions. */
export function itemsOf(logType: LogType): FlowItem[] {
  const order: FlowItem[] = ['src_ip', 'dst_ip', 'dst_host', 'app', 'dst_port', 'protocol'];
  const regions = all.filter((item) => !order.includes(item));
  return logType === LogType.VPC || logType === LogType.VGW ? order : [...order, ...regions];
}
