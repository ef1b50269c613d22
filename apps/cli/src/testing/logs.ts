/** A line of a log, for tests. */
export type LogLine = Record<string, string | number>;

/** The end of the first flow of {@link sampleLog}. */
export const SAMPLE_TIME = Date.UTC(2024, 3, 29, 19, 0);

/** A firewall that is not the default one. */
export const OTHER_FIREWALL = '11111111-2222-4333-8444-555555555555';

const MINUTE = 60_000;

/** One flow as LTS logs it. */
export function flowLine(changes: LogLine = {}): LogLine {
  return {
    src_ip: '192.0.2.10',
    src_port: '40000',
    dst_ip: '198.51.100.7',
    dst_port: '443',
    protocol: 'TCP',
    app: 'HTTPS',
    dst_host: 'www.acme.example',
    direction: 'in2out',
    log_type: 'internet',
    to_s_bytes: 1500,
    to_c_bytes: 64_000,
    start_time: SAMPLE_TIME - 1000,
    end_time: SAMPLE_TIME,
    ...changes,
  };
}

/** A line without one of its fields. */
export function without(line: LogLine, field: string): LogLine {
  return Object.fromEntries(Object.entries(line).filter(([name]) => name !== field));
}

/** Six flows within six minutes: three to www, two to api, one to a host in Chinese. */
export function sampleLog(start: number = SAMPLE_TIME): string {
  const hosts = ['www.acme.example', 'api.acme.example', '例子.example'];
  return ndjson(
    [0, 0, 0, 1, 1, 2].map((host, index) =>
      flowLine({ dst_host: hosts[host]!, end_time: start + index * MINUTE }),
    ),
  );
}

/** Lines as a log file holds them. */
export function ndjson(lines: readonly (LogLine | string)[]): string {
  return lines
    .map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
    .join('');
}
