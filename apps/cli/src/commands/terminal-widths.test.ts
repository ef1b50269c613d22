// @module-tag slow

import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { flowLine, ndjson } from '../testing/logs.ts';
import { hasPseudoTerminals, startInTerminal } from '../testing/pseudo-terminal.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const HOUR = 3_600_000;
const start = Date.parse('2024-04-29T19:00Z');
const hour = ['--log-type', 'internet', '--from', '2024-04-29T19:00Z', '--to', '2024-04-29T20:00Z'];

/** Flows of an hour to hosts with long names, and fewer of the hour before. */
function log(): string {
  const hosts = Array.from({ length: 8 }, (_, at) => `${'long-'.repeat(at + 1)}name.example`);
  return ndjson(
    hosts.flatMap((dst_host, at) => {
      const flow = flowLine({ dst_host, to_c_bytes: 1e9 * (at + 1) });
      return [
        { ...flow, end_time: start - HOUR },
        { ...flow, end_time: start + HOUR / 6 },
        { ...flow, end_time: start + HOUR / 3, src_ip: `2001:db8:1111:2222:3333:4444:5555:${at}` },
      ];
    }),
  );
}

async function served() {
  const folder = await folderOf({ 'a.ndjson': log() });
  const { url } = await serve(['--logs', 'a.ndjson'], folder);
  return { folder, more: [...hour, '--endpoint', url] };
}

/** Commands, and all columns or parts of their answers. */
const commands = [
  [['top', 'dst_host'], /^# +dst_host +sessions +request +response +last seen +apps$/m],
  [['top', 'src_ip', 'dst_host', '--by', 'byte'], /^# +src_ip +bytes/m],
  [['trend'], /average .*bit\/s, peak\s[^]*bit\/s\s+at\s+04-29\s+19:\d\d/],
  [['detail', 'app', 'HTTPS'], /# +src_ip .*sessions +bytes +request +response +last seen$/m],
  [['compare', 'dst_host'], /^change +dst_host +sessions +before +change +factor +bytes +change$/m],
] as const;

describe.each(commands)('the answer of %j', (args, all) => {
  it.runIf(hasPseudoTerminals)(
    'is no wider than a terminal, and says what has no room there',
    async () => {
      const { folder, more } = await served();
      for (const columns of [60, 80, 200]) {
        const size = { columns, rows: 40 };
        const terminal = await startInTerminal([...args, ...more], folder, size);
        const rows = (await terminal.shows(/ended with 0/)).split('\n').slice(1, -1);
        expect(Math.max(...rows.map((row) => stringWidth(row)))).toBeLessThanOrEqual(columns);
        const text = rows.join('\n');
        if (!all.test(text)) {
          expect(columns).toBeLessThan(200);
          expect(text.replaceAll('\n', ' ')).toMatch(
            /too narrow for .*: widen the terminal, or use a pipe/,
          );
        }
        if (args[0] === 'top') expect(text).toMatch(/^in [▁-█ ]+ .*bit\/s on average$/m);
      }
    },
  );

  it('has all of it in a pipe, without bars', async () => {
    const { folder, more } = await served();
    const { code, stdout, stderr } = await run([...args, ...more], folder);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(args[0] === 'trend' ? /^time +in +out$/m : all);
    expect(stdout).not.toMatch(/…|no room|[▁-█]/);
  });
});
