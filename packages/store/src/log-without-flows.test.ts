import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';
import type { StoreError } from './errors.ts';

/** What a log is that has no flows; the code of the error when it is none of these. */
function whatIs(name: string, ...lines: string[]): string {
  try {
    return detectFormat(name, lines).name;
  } catch (error) {
    const { code, details } = error as StoreError;
    const { program, log } = details.withoutFlows ?? {};
    return log === undefined ? code : `${program} ${log}`;
  }
}

describe('a log without flows', () => {
  it.each([
    ['Zeek dns', 'a.log', '#separator \\x09', '#path\tdns', '#fields\tts\tuid\tid.orig_h'],
    ['Zeek dns', 'a.log', '#separator ,', '#path,dns', '#fields,ts,uid,id.orig_h'],
    ['Zeek ssl', 'json_streaming_ssl.1.log', '{"_path":"ssl","ts":1,"uid":"C1"}'],
    ['Zeek dns', 'dns_00.log', '{"ts":1,"uid":"C","id.orig_h":"10.0.0.1","query":"a.example"}'],
    ['Zeek x509', 'x509.00:00:00-01:00:00.log.gz', '{"ts":1.5,"fingerprint":"ab"}'],
    ['Zeek weird_stats', 'weird_stats.log.1', '{"ts":1.5,"name":"truncated_header"}'],
    ['Zeek loaded_scripts', 'loaded_scripts.log', '{"name":"/opt/zeek/share/zeek/init.zeek"}'],
    ['Zeek stderr', 'stderr.log', 'listening on eth0'],
    ['Suricata fast', 'fast.log', '11/27/2026-10:00:00.000000  [**] [1:1:1] TEST [**]'],
    ['Suricata http', 'http.log-20261127', '11/27/2026-10:00:00.000000 a.example [**] /'],
    ['Suricata stats', 'stats.log', '-----', 'Date: 11/27/2026 -- 10:00:00 (uptime: 0d)'],
    ['Suricata stats', 'stats.log', 'Counter | TM Name | Value'],
    ['Suricata suricata', 'suricata.log', '27/11/2026 -- 10:00:00 - <Notice> - This is'],
    ['Suricata suricata', 'suricata.1.log', '[7 - Suricata-Main] 2026-11-27 10:00:00 Notice: on'],
    ['Suricata alert-debug', 'alert-debug.log', '+=====', 'TIME:  11/27/2026-10:00:00.000000'],
  ])('is %s: %s %s', (expected, name, ...lines) => {
    expect(whatIs(name, ...lines)).toBe(expected);
  });

  it('is none that only has such a name', () => {
    expect(whatIs('dns.log', 'hello')).toBe('SOURCE_FORMAT');
    expect(whatIs('files.log', '{"name":"a"}')).toBe('SOURCE_FORMAT');
    expect(whatIs('stderr.log', '2 1 eni-1 - - - - - - - 1431280876 1431280934 - NODATA')).toBe(
      'vpc',
    );
    expect(whatIs('dns.log', '{"dst_ip":"192.0.2.1","to_s_bytes":1}')).toBe('lts');
  });

  it('is none that calls itself a log of connections, or is several at once', () => {
    expect(whatIs('conn.log', '#path\tconn', '#fields\tts\tid.orig_h')).toBe('SOURCE_FORMAT');
    expect(whatIs('all.log', '{"_path":"dns"}', '{"_path":"ssl"}')).toBe('SOURCE_FORMAT');
  });
});
