import { describe, expect, it } from 'vitest';
import { flowLine, type LogLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const hour = 3_600_000;
const window = ['--from', '2024-04-29T19:00Z', '--to', '2024-04-29T20:00Z'];

/** Flows of a host in the hour from 19:00 on, or in one before. */
function flows(dst_host: string, count: number, hoursBefore = 0, rest: LogLine = {}): LogLine[] {
  const end_time = SAMPLE_TIME - hoursBefore * hour + 60_000;
  return Array.from({ length: count }, (_, index) =>
    flowLine({ dst_host, end_time, src_port: String(40_000 + index), ...rest }),
  );
}

async function served(lines: readonly LogLine[]) {
  const folder = await folderOf({ 'a.ndjson': ndjson(lines) });
  const { url } = await serve(['--logs', 'a.ndjson'], folder);
  return (...args: string[]) =>
    run(['compare', ...args, '--log-type', 'internet', '--endpoint', url, ...window], folder);
}

const week = [
  ...flows('up.example', 4),
  ...flows('up.example', 1, 1),
  ...flows('new.example', 1, 0, { to_c_bytes: 9_000_000 }),
  ...flows('gone.example', 2, 1),
  ...flows('old.example', 7, 24),
];

describe('cfw-flow compare', () => {
  it('compares a window with the one before it', async () => {
    const compare = await served(week);
    const { code, stdout, stderr } = await compare('dst_host');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      '             now  before   change  factor',
      'sessions       5       3       +2   ×1.67',
      'bytes     9.3 MB  197 kB  +9.1 MB     ×47',
      '',
      'change   dst_host      sessions  before  change  factor   bytes   change',
      'up       up.example           4       1      +3   ×4.00  262 kB  +197 kB',
      'gone     gone.example         0       2      -2   ×0.00     0 B  -131 kB',
      'new      new.example          1       0      +1       -  9.0 MB  +9.0 MB',
      '1 new, 1 gone, 1 up',
      '',
      'window 2024-04-29 19:00 to 2024-04-29 20:00, compared with 2024-04-29 18:00 to 2024-04-29 19:00, by sessions',
      '',
    ]);
    const byBytes = await compare('dst_host', '--by', 'byte', '--size', '1');
    expect(byBytes.stdout).toMatch(
      /^change .* bytes .*\nnew +new\.example +9\.0 MB +0 B .*\n1 new/m,
    );
  });

  it('compares with another window, as far back or from when it says', async () => {
    const compare = await served(week);
    const { stdout } = await compare('dst_host', '--with', '1d', '--change', 'gone', '--csv');
    expect(stdout.split('\n').slice(1)).toEqual([
      'dst_host,old.example,,gone,0,7,-7,0,0,458500,-458500,0',
      '',
    ]);
    const earlier = await compare('dst_host', '--with', '2d', '--size', '1');
    expect([earlier.code, earlier.stderr]).toEqual([
      0,
      'The flows of this firewall begin at 2024-04-28 19:01: none of the window before is there, ' +
        'and what looks new or up may not be. A shorter window, or one to compare with that begins later, compares like with like.\n',
    ]);
    const same = await compare('dst_host', '--with', '2024-04-29T19:00Z');
    expect([same.code, same.stdout]).toEqual([2, '']);
    expect(same.stderr).toMatch('--with names the window itself');
  });

  it('prints all groups for programs, with every digit', async () => {
    const huge = JSON.stringify(flowLine({ app: 'HUGE', end_time: SAMPLE_TIME }));
    const folder = await folderOf({
      'a.ndjson': `${huge.replace('64000', String(2n ** 62n + 1n))}\n${ndjson(week)}`,
    });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const compare = (...args: string[]) =>
      run(['compare', ...args, '--log-type', 'internet', '--endpoint', url, ...window], folder);
    const { stdout } = await compare('app', 'src_ip', '--json');
    expect(stdout).toMatch(`"difference": ${2n ** 62n + 1501n}`);
    expect(JSON.parse(stdout)).toMatchObject({
      window: { start_time: SAMPLE_TIME, end_time: SAMPLE_TIME + hour },
      window_before: { start_time: SAMPLE_TIME - hour, end_time: SAMPLE_TIME },
      order: 'record',
      totals: { sessions: { now: 6, before: 3, difference: 3, factor: 2 } },
      items: {
        app: {
          groups: [
            { key: 'HTTPS', change: 'up', sessions: { now: 5, before: 3 } },
            { key: 'HUGE', change: 'new', sessions: { now: 1, before: 0, difference: 1 } },
          ],
          at_most: { sessions: {}, bytes: {} },
        },
        src_ip: { groups: [{ key: '192.0.2.10', change: 'up' }] },
      },
    });
    const lines = (await compare('app', 'src_ip', '--ndjson')).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).item)).toEqual(['app', 'app', 'src_ip']);
  });

  it('says so when neither window holds anything', async () => {
    const compare = await served(flows('old.example', 1, 24));
    const { code, stdout } = await compare();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sessions +0 +0 +0 +-$/m);
    expect(stdout).toMatch(/^dst_port\nnone in either window$/m);
  });

  it('suggests what was meant', async () => {
    const folder = await folderOf({});
    const { code, stderr } = await run(['compare', 'src_ipp', '--log-type', 'nat'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch('Did you mean src_ip?');
    const kind = await run(['compare', '--change', 'newer'], folder);
    expect(kind.stderr).toMatch('Allowed choices are new, gone, up, down, same, entered, left.');
  });
});
