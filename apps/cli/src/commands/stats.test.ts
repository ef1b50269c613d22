import { expect, it } from 'vitest';
import { FIREWALL } from '../defaults.ts';
import { flowLine, ndjson, OTHER_FIREWALL, sampleLog, SAMPLE_TIME } from '../testing/logs.ts';
import { folderOf, run } from '../testing/program.ts';

it('cfw-flow stats shows what a data directory holds', async () => {
  const folder = await folderOf({
    'a.log': sampleLog(),
    'b.log': `${ndjson([flowLine({ fw_instance_id: OTHER_FIREWALL })])}bad\n`,
  });
  await run(['ingest', 'a.log', 'b.log'], folder);
  const told = await run(['stats'], folder);
  expect(told.stderr).toBe('');
  expect(told.stdout.split('\n')).toEqual([
    'flows          7',
    'span           2024-04-29 19:00 to 2024-04-29 19:05',
    expect.stringMatching(/^size {11}\d+\.\d MB$/),
    'not rolled up  0 flows',
    'sources        2',
    'rejected       1 line',
    '',
    'firewall                              flows  last flow',
    `${OTHER_FIREWALL}      1  2024-04-29 19:00`,
    `${FIREWALL}      6  2024-04-29 19:05`,
    '',
  ]);
  const { code, stdout } = await run(['stats', '--json'], folder);
  expect([code, JSON.parse(stdout)]).toEqual([
    0,
    {
      flows: 7,
      pending: 0,
      bytes: expect.any(Number),
      sources: 2,
      rejected: 1,
      first_time: SAMPLE_TIME,
      last_time: SAMPLE_TIME + 300_000,
      firewalls: [
        expect.objectContaining({ fw_instance_id: OTHER_FIREWALL, flows: 1 }),
        expect.objectContaining({ fw_instance_id: FIREWALL, flows: 6 }),
      ],
    },
  ]);
});
