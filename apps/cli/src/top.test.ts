import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { FIREWALL } from './defaults.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from './testing/logs.ts';
import { folderOf, run, serve, temporaryFolder } from './testing/program.ts';
import { rankingLines } from './top.ts';

describe('cfw-flow top', () => {
  it('asks what its options say', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, src_ip: '10.0.0.1' }),
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, direction: 'out2in' }),
        flowLine({ log_type: 'vgw', vgw_id: FIREWALL, src_ip: '10.0.0.2' }),
        flowLine({ log_type: 'vgw', vgw_id: OTHER_FIREWALL, end_time: SAMPLE_TIME + 5000 }),
      ]),
    });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const ask = async (...more: string[]) => {
      const window = ['--from', String(SAMPLE_TIME), '--to', '2024-04-29T19:00:05Z'];
      const args = ['top', 'src_ip', '--log-type', 'vgw', '--endpoint', url, '--json', ...window];
      const { stdout } = await run([...args, ...more], folder);
      const { records, total } = JSON.parse(stdout);
      return [records.map((record: { item: string }) => record.item), total];
    };
    expect(await ask()).toEqual([['10.0.0.1', '10.0.0.2', '192.0.2.10'], 3]);
    expect(await ask('--size', '1')).toEqual([['10.0.0.1'], 3]);
    expect(await ask('--direction', 'out2in')).toEqual([['192.0.2.10'], 1]);
    expect(await ask('--asset-type', 'private')).toEqual([['10.0.0.1', '10.0.0.2'], 2]);
    expect(await ask('--vgw-id', FIREWALL)).toEqual([['10.0.0.2'], 1]);
    expect((await ask('--vgw-id', FIREWALL, OTHER_FIREWALL))[1]).toBe(3);
  });

  it('tells an error of the API with its code and request id', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const { code, stdout, stderr } = await run(
      ['top', 'app', '--log-type', 'nat', '--endpoint', url, '--firewall', OTHER_FIREWALL],
      folder,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/CFW\.00200005/);
    expect(stderr).toMatch(/[0-9a-f]{32}\]/);
  });

  it('says so when a window holds nothing', async () => {
    const folder = await folderOf({ 'a.ndjson': sampleLog() });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const { code, stdout } = await run(
      ['top', 'app', '--log-type', 'internet', '--endpoint', url],
      folder,
    );
    expect([code, stdout]).toEqual([0, '0 of 0, window last 7d\n']);
  });

  it('says how to start a server when none answers', async () => {
    const { code, stderr } = await run(
      ['top', 'app', '--log-type', 'nat', '--endpoint', 'http://127.0.0.1:1'],
      await temporaryFolder(),
    );
    expect(code).toBe(1);
    expect(stderr).toMatch('http://127.0.0.1:1');
    expect(stderr).toMatch('cfw-flow serve --demo');
  });
});

describe('a ranking', () => {
  const record = {
    item: '203.0.113.50',
    sessions: 14_339,
    request_byte: 1_200_000_000,
    response_byte: 22_900_000_000,
    last_time: Date.UTC(2026, 10, 22, 8, 31),
    apps: [
      { key: 'HTTPS', value: 7_824 },
      { key: 'DNS', value: 3_120 },
      { key: 'QUIC', value: 600 },
    ],
  };
  const now = Date.UTC(2026, 10, 22, 9);
  const shown = (changes: object, width: number) =>
    rankingLines(
      { records: [{ ...record, ...changes }], total: 1 },
      { item: 'dst_ip', width, now },
    );

  it('shows the sessions of each application where there is room', () => {
    expect(shown({}, 120)).toEqual([
      '#  dst_ip        sessions  request  response  last seen    apps',
      '1  203.0.113.50    14,339   1.2 GB   22.9 GB  11-22 16:31  HTTPS 7,824, DNS 3,120, QUIC 600',
    ]);
  });

  it('shows the names of some applications where there is less, and never half a number', () => {
    expect(shown({}, 80)[1]).toMatch(/HTTPS, DNS, QUIC$/);
    expect(shown({}, 70)[1]).toMatch(/HTTPS, …$/);
    expect(shown({}, 60)[1]).toMatch(/11-22 16:31$/);
  });

  it('shows the year of other years', () => {
    expect(shown({ last_time: Date.UTC(2024, 3, 29) }, 80)[1]).toMatch('2024-04-29 08:00');
  });

  it.each([
    'a-host-with-a-name-that-goes-on-and-on-and-on.subdomain.of.a.long.name.example',
    '中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆中国大陆',
    '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff',
  ])('fits 80 columns with the item %s', (item) => {
    const widths = shown({ item }, 80).map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
  });
});
