import { describe, expect, it } from 'vitest';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const window = ['--from', '2024-04-29T18:59:30Z', '--to', '2024-04-29T19:02:00Z'];

async function served(log: string) {
  const folder = await folderOf({ 'a.ndjson': log });
  const { url } = await serve(['--logs', 'a.ndjson'], folder);
  return (...args: string[]) => run(['trend', '--endpoint', url, ...args], folder);
}

describe('cfw-flow trend', () => {
  it('prints a table where there is no terminal, CSV and JSON', async () => {
    const trend = await served(sampleLog());
    const ask = (...more: string[]) => trend('--log-type', 'internet', ...window, ...more);
    const table = await ask();
    expect([table.code, table.stderr]).toEqual([0, '']);
    expect(table.stdout.split('\n')).toEqual([
      'time                             in        out',
      '2024-04-29 18:59:30.000     0 bit/s    0 bit/s',
      '2024-04-29 19:00         8.5 kbit/s  200 bit/s',
      '2024-04-29 19:01         8.5 kbit/s  200 bit/s',
      '',
      'inbound   average 6.8 kbit/s, peak 8.5 kbit/s at 04-29 19:00',
      'outbound  average 160 bit/s, peak 200 bit/s at 04-29 19:00',
      '3 intervals of 1 min, window 2024-04-29 18:59 to 2024-04-29 19:02',
      '',
    ]);
    expect((await ask('--csv')).stdout.split('\n')).toEqual([
      'agg_time,in_bps,out_bps,time',
      '1714417170000,0,0,2024-04-29T18:59:30.000Z',
      '1714417200000,8533.333333333334,200,2024-04-29T19:00:00.000Z',
      '1714417260000,8533.333333333334,200,2024-04-29T19:01:00.000Z',
      '',
    ]);
    expect((await ask('--ndjson')).stdout.split('\n')).toEqual([
      '{"agg_time":1714417170000,"in_bps":0,"out_bps":0}',
      '{"agg_time":1714417200000,"in_bps":8533.333333333334,"out_bps":200}',
      '{"agg_time":1714417260000,"in_bps":8533.333333333334,"out_bps":200}',
      '',
    ]);
    expect(JSON.parse((await ask('--json')).stdout)).toEqual({
      total: 3,
      records: [
        { agg_time: 1_714_417_170_000, in_bps: 0, out_bps: 0 },
        { agg_time: 1_714_417_200_000, in_bps: (64_000 * 8) / 60, out_bps: 200 },
        { agg_time: 1_714_417_260_000, in_bps: (64_000 * 8) / 60, out_bps: 200 },
      ],
    });
  });

  it('asks what its options say', async () => {
    const vgw = { log_type: 'vgw', to_s_bytes: 0 };
    const trend = await served(
      ndjson([
        flowLine({ ...vgw, src_ip: '10.0.0.1', src_vpc: 'office', to_c_bytes: 1 }),
        flowLine({ ...vgw, src_ip: '10.0.0.2', dst_vpc: 'Labor München', to_c_bytes: 20 }),
        flowLine({ ...vgw, dst_ip: '2001:db8::1', vgw_id: OTHER_FIREWALL, to_c_bytes: 300 }),
        flowLine({
          ...vgw,
          direction: 'out2in',
          dst_ip: '10.0.0.3',
          to_s_bytes: 4000,
          to_c_bytes: 0,
        }),
      ]),
    );
    /** Bytes that came to the assets in the minute of the flows. */
    const bytes = async (...more: string[]) => {
      const { stdout } = await trend('--log-type', 'vgw', ...window, '--json', ...more);
      return (JSON.parse(stdout).records[1].in_bps * 60) / 8;
    };
    expect(SAMPLE_TIME).toBe(Date.parse('2024-04-29T19:00Z'));
    expect(await bytes()).toBeCloseTo(4321);
    expect(await bytes('--ip', '10.0.0.1')).toBeCloseTo(1);
    expect(await bytes('--ip', '10.0.0.2', '2001:DB8:0::1')).toBeCloseTo(320);
    expect(await bytes('--ip', '10.0.0.1,10.0.0.3', '--ip', '10.0.0.2')).toBeCloseTo(4021);
    expect(await bytes('--vpc', 'office', '--vpc', 'Labor München')).toBeCloseTo(21);
    expect(await bytes('--vgw-id', OTHER_FIREWALL)).toBeCloseTo(300);
    expect(await bytes('--direction', 'in2out')).toBeCloseTo(321);
    expect(await bytes('--asset-type', 'private', '--direction', 'out2in')).toBeCloseTo(4000);
  });

  it('explains what it was made from, also where there is nothing', async () => {
    const trend = await served(sampleLog());
    const { code, stdout } = await trend('--log-type', 'internet', ...window, '--explain');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^read +from +to +groups +details$/m);
    expect(stdout).toMatch(/^\d+ rows? read for the groups, 0 for their details$/m);
    const quiet = await trend('--log-type', 'nat', '--range', '1h');
    expect(quiet).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/no flows of log type nat/),
    });
    expect(quiet.stdout).toMatch(
      /\ninbound   no traffic\noutbound  no traffic\n6[01] intervals of 1 min, window .* to .*\n$/,
    );
  });
});
