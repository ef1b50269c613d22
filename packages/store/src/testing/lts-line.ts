import type { FlowRecord } from '../flow.ts';

/** Writes a flow as a line of the LTS traffic log: ports and `vsys` as strings, counts in digits. */
export function ltsLine(flow: FlowRecord): string {
  const fields = Object.entries(flow).map(([field, value]) => {
    const quoted = field === 'src_port' || field === 'dst_port' || field === 'vsys';
    const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
    return `${JSON.stringify(field)}:${quoted ? JSON.stringify(String(value)) : text}`;
  });
  return `{${fields.join(',')}}`;
}
