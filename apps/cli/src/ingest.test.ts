import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FIREWALL } from './defaults.ts';
import { flowLine, ndjson, OTHER_FIREWALL, SAMPLE_TIME, sampleLog } from './testing/logs.ts';
import { folderOf, run, serve } from './testing/program.ts';

describe('cfw-flow ingest', () => {
  it('takes files in and sums up', async () => {
    const folder = await folderOf({
      'a.ndjson': sampleLog(),
      'b.ndjson.gz': gzipSync(ndjson([flowLine({ dst_port: 1 }), 'broken'])),
    });
    const first = await run(['ingest', 'a.ndjson', 'b.ndjson.gz', '--data', 'kept'], folder);
    expect(first.stdout.split('\n')).toEqual([
      'file         flows  rejected',
      'a.ndjson         6         0  taken in',
      'b.ndjson.gz      1         1  taken in',
      '2 files          7         1',
      '',
    ]);
    expect(first.code).toBe(0);
    const again = await run(['ingest', 'a.ndjson', '--data', 'kept'], folder);
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching('held already')]);
    const { stdout } = await (await serve(['--data', 'kept'], folder)).end();
    expect(stdout).toMatch('7 flows');
  });

  it('keeps the good files around a truncated gzip and a missing one, and ends with 1', async () => {
    const whole = gzipSync(
      ndjson(Array.from({ length: 500 }, (_, n) => flowLine({ src_port: n }))),
    );
    const folder = await folderOf({
      '1.ndjson': sampleLog(),
      '2.ndjson.gz': whole.subarray(0, whole.length - 20),
      '3.ndjson': sampleLog(SAMPLE_TIME + 1e7),
    });
    const paths = ['1.ndjson', '2.ndjson.gz', 'missing.ndjson', '3.ndjson'];
    const { code, stdout, stderr } = await run(['ingest', ...paths], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch('There is no file or folder missing.ndjson.');
    expect(stderr).toMatch(/2\.ndjson\.gz is a gzip file that ends too early/);
    expect(stderr).toMatch('2 sources failed');
    expect(stdout).toMatch(/2\.ndjson\.gz +failed/);
    expect((await (await serve([], folder)).end()).stdout).toMatch('12 flows');
  });

  it('gives flows that name no firewall the one of --firewall', async () => {
    const folder = await folderOf({
      'a.ndjson': ndjson([flowLine(), flowLine({ fw_instance_id: FIREWALL })]),
    });
    await run(['ingest', 'a.ndjson', '--firewall', OTHER_FIREWALL.toUpperCase()], folder);
    const { url } = await serve([], folder);
    const { firewalls } = await (await fetch(`${url}/console/context.json`)).json();
    expect(firewalls.map((held: { fw_instance_id: string }) => held.fw_instance_id)).toEqual([
      OTHER_FIREWALL,
      FIREWALL,
    ]);
  });
});
