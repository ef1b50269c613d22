import { describe, expect, it } from 'vitest';
import { flowLine, type LogLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { hasPseudoTerminals, startInTerminal } from '../testing/pseudo-terminal.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const window = ['--from', '2024-04-29T18:00Z', '--to', '2024-04-29T20:00Z'];

async function served(...flows: LogLine[]) {
  const folder = await folderOf({ 'a.ndjson': ndjson(flows) });
  const { url } = await serve(['--logs', 'a.ndjson'], folder);
  return (...args: string[]) =>
    run(['detail', '--endpoint', url, '--log-type', 'internet', ...window, ...args], folder);
}

const flow = flowLine();
const flows = [
  flow,
  flowLine({ src_port: '40001', end_time: SAMPLE_TIME + 60_000 }),
  flowLine({ src_ip: '192.0.2.11', dst_port: '8080', app: 'HTTP' }),
];

describe('cfw-flow detail', () => {
  it('shows the sums of a group and its top sessions', async () => {
    const detail = await served(...flows);
    const { code, stdout, stderr } = await detail('dst_host', 'WWW.acme.example');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      'dst_host WWW.acme.example',
      'sessions  3',
      'bytes     197 kB: request 4.5 kB, response 192 kB',
      'distinct  2 sources, 1 destination, 2 ports, 2 apps',
      'seen      2024-04-29 18:59 to 2024-04-29 19:01',
      '',
      '#  src_ip      dst_ip        dst_region  port      app    sessions    bytes  request  response  last seen',
      '1  192.0.2.10  198.51.100.7  Australia   443 TCP   HTTPS         2   131 kB   3.0 kB    128 kB  2024-04-29 19:01',
      '2  192.0.2.11  198.51.100.7  Australia   8080 TCP  HTTP          1  65.5 kB   1.5 kB   64.0 kB  2024-04-29 19:00',
      '',
      'top 2 by sessions, window 2024-04-29 18:00 to 2024-04-29 20:00',
      '',
    ]);
  });

  it.runIf(hasPseudoTerminals)(
    'fits a terminal, and says which columns it has no room for',
    async () => {
      const folder = await folderOf({ 'a.ndjson': ndjson(flows) });
      const { url } = await serve(['--logs', 'a.ndjson'], folder);
      const args = ['detail', 'dst_host', 'www.acme.example', '--endpoint', url, ...window];
      const terminal = await startInTerminal(args, folder, { columns: 80, rows: 30 });
      const text = await terminal.shows(/ended with 0/);
      expect(text).toMatch(/^#  src_ip +dst_ip +dst_region  port +app +sessions +bytes$/m);
      expect(text).toMatch(
        /^too narrow for request, response, last seen: widen the terminal, or use a pipe$/m,
      );
    },
  );

  it('prints the same as JSON, and the sessions as CSV', async () => {
    const detail = await served(...flows);
    const { stdout } = await detail('app', 'HTTP', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ sessions: 1, bytes: 65_500, dst_port_count: 1 });
    const lines = await detail('dst_port', '443', '--ndjson');
    expect(
      lines.stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ src_ip: '192.0.2.10', sessions: 2, bytes: 131_000 }]);
    const csv = await detail('app', 'HTTP', '--csv');
    expect(csv.stdout.split('\n')).toEqual([
      'src_ip,dst_ip,dst_port,protocol,app,dst_host,src_region_id,src_region_name,' +
        'src_device_name,src_associate_instance_type,dst_region_id,dst_region_name,' +
        'dst_device_name,dst_associate_instance_type,sessions,bytes,request_byte,response_byte,' +
        'start_time,end_time',
      expect.stringMatching(
        /^192\.0\.2\.11,198\.51\.100\.7,8080,TCP,HTTP,www\.acme\.example,.*,1,65500,1500,64000,1714417199000,1714417200000$/,
      ),
      '',
    ]);
  });

  it('has every digit of a sum beyond 2^53', async () => {
    const half = 2n ** 62n;
    const line = JSON.stringify(flow).replace('64000', String(half + 1n));
    const folder = await folderOf({ 'a.ndjson': `${line}\n${line.replace('40000', '40001')}\n` });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const ask = (...more: string[]) => {
      const args = ['detail', 'app', 'HTTPS', '--log-type', 'internet', '--endpoint', url];
      return run([...args, ...window, ...more], folder);
    };
    const sum = String(2n * half + 2n);
    expect((await ask('--json')).stdout).toMatch(`\n  "response_byte": ${sum}`);
    expect((await ask('--csv')).stdout).toMatch(`,3000,${sum},`);
    expect((await ask()).stdout).toMatch('bytes     9.2 EB: request 3.0 kB, response 9.2 EB');
  });

  it('says of a value that no flow has what to check', async () => {
    const detail = await served(flow);
    const { code, stdout } = await detail('dst_host', 'www.acme.exampel');
    expect([code, stdout]).toEqual([
      0,
      'No flow has dst_host www.acme.exampel (window 2024-04-29 18:00 to 2024-04-29 20:00).\n' +
        'Check its spelling, the window, --log-type and other options that narrow the flows. ' +
        '`cfw-flow top dst_host --log-type internet` lists what there is.\n',
    ]);
  });

  it('says of a window that holds nothing when the data end', async () => {
    const detail = await served(flow);
    const { stderr } = await detail('app', 'HTTPS', '--from', '2024-05-02', '--to', 'now');
    expect(stderr).toMatch(
      /^The flows of this firewall end at 2024-04-29 19:00, before that window\./,
    );
  });

  it('does not let a flow write to the terminal', async () => {
    const detail = await served(
      flowLine({ dst_host: 'a\u001b]0;title\u0007\nforged', app: '\u009b2J' }),
    );
    for (const format of [[], ['--csv'], ['--json']]) {
      const { code, stdout } = await detail('dst_port', '443', ...format);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/^forged/m);
      // oxlint-disable-next-line no-control-regex
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  it('explains what it was made from', async () => {
    const detail = await served(flow);
    const { stdout } = await detail('app', 'HTTPS', '--explain');
    expect(stdout).toMatch(/^top 1 by sessions.*\n\nread +from +to +groups +details\n/m);
  });
});
