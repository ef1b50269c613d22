import { describe, expect, it } from 'vitest';
import { detectFormat } from './detect-format.ts';
import type { StoreError } from './errors.ts';
import { cpuTime } from './testing/cpu-time.ts';

const detect = (...lines: string[]) => detectFormat('a.log', lines).name;

describe('the format of a log', () => {
  it.each([
    [
      'lts',
      '{"src_ip":"10.0.0.1","dst_ip":"192.0.2.1","to_s_bytes":1,"bytes":2,"direction":"in2out"}',
    ],
    ['cfw-rows', '{"src_ip":"10.0.0.1","dst_ip":"192.0.2.1","bytes":2,"direction":"in2out"}'],
    ['eve', '{"timestamp":"2024-04-29T19:58:57.5+0000","event_type":"stats"}'],
    ['zeek', '#fields\tts\tuid\tid.orig_h\tconn_state'],
    ['zeek-json', '{"ts":1,"uid":"C","id.orig_h":"10.0.0.1","conn_state":"SF"}'],
    ['vpc', 'srcaddr dstaddr bytes'],
    ['vpc', '2 123456789010 eni-1 - - - - - - - 1431280876 1431280934 - NODATA'],
    [
      'vpc',
      '1 5f67 1d51 192.168.0.154 192.168.3.25 38929 53 17 1 96 1548752136 1548752736 ACCEPT OK',
    ],
  ])('is %s by its mark: %s', (name, line) => {
    expect(detect(line)).toBe(name);
  });

  it('is told by the first line that bears a mark, whatever is before it', () => {
    expect(
      detect('', '   ', '{"broken', '#separator \\x09', '#fields\tuid\tid.orig_h\tconn_state'),
    ).toBe('zeek');
  });

  it('may begin with a byte order mark and end lines as Windows does', () => {
    expect(detect('\uFEFF{"dst_ip":"192.0.2.1","to_s_bytes":1}\r')).toBe('lts');
  });

  it('that nobody understands is refused, with what was expected and what was seen', () => {
    const refused = () => detect('#fields\tts\tuid\tserver_name', 'x'.repeat(1000));
    expect(refused).toThrow(expect.objectContaining({ code: 'SOURCE_FORMAT' }));
    try {
      refused();
    } catch (error) {
      const { message } = error as StoreError;
      expect(message).toContain('a.log is of no format that is understood.');
      expect(message).toContain('#fields\tts\tuid\tserver_name');
      expect(message).toContain(
        'eve          Suricata EVE: JSON with "event_type" and "timestamp"',
      );
    }
  });
});

describe('a log with flows is read, though', () => {
  const conn = (uid: string) =>
    JSON.stringify({ ts: 1, uid, 'id.orig_h': '10.0.0.1', conn_state: 'SF' });

  it('its first line is of another log of Zeek', () => {
    const dns = JSON.stringify({ ts: 1, uid: 'C1', 'id.orig_h': '10.0.0.1', query: 'a.example' });
    expect(detectFormat('all.log', [dns, conn('C1')]).name).toBe('zeek-json');
  });

  it('its first line is a message of Suricata', () => {
    const message = '27/11/2026 -- 10:00:00 - <Notice> - This is Suricata version 6.0.4';
    const flow = '{"event_type":"flow","timestamp":"2026-11-27T10:00:00Z"}';
    expect(detectFormat('suricata.log', [message, flow]).name).toBe('eve');
  });

  it('Zeek calls its connections otherwise', () => {
    const lines = ['#path\tconn_local', '#fields\tts\tuid\tid.orig_h\tconn_state'];
    expect(detectFormat('conn_local.log', lines).name).toBe('zeek');
  });

  it('but not one whose connections are in another log, too', () => {
    const lines = ['#path\tconn_long', '#fields\tts\tuid\tid.orig_h\tconn_state'];
    for (const log of [
      () => detectFormat('a.log', lines),
      () => detectFormat('conn_long.log', [conn('C1')]),
    ]) {
      expect(log).toThrow('is the log conn_long of Zeek');
    }
  });
});

it('what is nested deeply and of no format is refused at once', () => {
  const inner = { v: 'x'.repeat(20), message: 'hello', log: { a: [1, { b: 'c' }] } };
  const keys = Array.from({ length: 40 }, (_, key) => [`k${key}`, inner]);
  const line = JSON.stringify({ message: Object.fromEntries(keys) as object });
  const begin = cpuTime();
  expect(() => detectFormat('a.log', Array<string>(1000).fill(line))).toThrow('no format');
  // Some of what it took was due to envelopes that are tried in each other.
  expect(cpuTime() - begin).toBeLessThan(5000);
});
