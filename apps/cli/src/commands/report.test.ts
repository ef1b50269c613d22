import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowLine, ndjson, SAMPLE_TIME } from '../testing/logs.ts';
import { folderOf, run, serve } from '../testing/program.ts';

const hour = 3_600_000;
const window = ['--from', '2024-04-29T19:00Z', '--to', '2024-04-29T20:00Z'];
const hostile = '<script>alert("1")</script>|`x`';

const log = ndjson([
  flowLine({ end_time: SAMPLE_TIME - hour }),
  ...Array.from({ length: 12 }, (_, index) =>
    flowLine({ src_port: String(index), end_time: SAMPLE_TIME + index * 60_000 }),
  ),
  flowLine({ src_ip: '192.0.2.99', dst_host: 'new.example', app: hostile, to_c_bytes: 9_000_000 }),
  flowLine({ dst_ip: '203.0.113.66', dst_host: 'bad.example' }),
]);

async function served() {
  const folder = await folderOf({ 'a.ndjson': log, 'lists/drop.txt': '203.0.113.66\n' });
  const threats = ['--threats', 'lists/drop.txt'];
  const { url } = await serve(['--logs', 'a.ndjson', ...threats], folder);
  const report = (...args: string[]) =>
    run(['report', '--log-type', 'internet', '--endpoint', url, ...args], folder);
  return { folder, report };
}

describe('cfw-flow report', () => {
  it('is a page of its own, without scripts, with all text from logs escaped', async () => {
    const { folder, report } = await served();
    const { code, stdout, stderr } = await report(...window, '-o', 'day.html');
    expect([code, stdout, stderr]).toEqual([
      0,
      'Flow report: internet, 2024-04-29 19:00 to 2024-04-29 20:00: written to day.html\n',
      '',
    ]);
    expect(await readdir(folder)).toContain('day.html');
    const page = await readFile(path.join(folder, 'day.html'), 'utf8');
    expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;|`x`');
    expect(page).not.toMatch(/<script|<link|<img|<iframe|href=|src=|url\(|@import/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page.match(/<svg /g)).toHaveLength(2);
    const text = page.replaceAll(/<style>[^]*<\/style>/g, '').replaceAll(/<[^>]*>/g, ' ');
    const words = text.replaceAll(/\s+/g, ' ');
    expect(words).toContain('sessions 14 +13 (×14) against 1 before');
    expect(words).toContain('unsafe 1 1 address, 0 hosts');
    expect(words).toContain('203.0.113.66 drop 192.0.2.10 1 65.5 kB');
    expect(words).toContain('New sources src_ip sessions bytes 192.0.2.99 1 9.0 MB');
    expect(words).toContain('src_ip 192.0.2.10 up 13 1 +12 ×13');
  });

  it('is Markdown whose tables no text from logs breaks', async () => {
    const { report } = await served();
    const { code, stdout } = await report(...window);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Flow report: internet, 2024-04-29 19:00 to 2024-04-29 20:00\n/);
    expect(stdout).toContain(String.raw`\<script\>alert("1")\</script\>\|\`x\``);
    const tables = stdout.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) {
      const columns = table
        .trimEnd()
        .split('\n')
        .map((row) => row.split(/(?<!\\)\|/).length);
      expect(new Set(columns).size).toBe(1);
    }
  });

  it('is about a day of the calendar, or says why there is nothing', async () => {
    const { report } = await served();
    const day = await report('--day', '2024-04-29', '--size', '1', '--by', 'byte');
    expect(day.stdout).toMatch(/^# Flow report: internet, 2024-04-29 00:00 to 2024-04-30 00:00\n/);
    expect(day.stdout).toMatch(
      /^- Note: The flows of this firewall begin at 2024-04-29 18:00: none /m,
    );
    expect(day.stdout).toMatch(/^- \*\*15\*\* sessions, \+15 \(-\) against 0 before$/m);
    const later = await report('--day', 'yesterday');
    expect([later.code, later.stderr]).toEqual([
      0,
      expect.stringMatching(/^The flows of this firewall end at 2024-04-29 19:11, before that/),
    ]);
    expect(later.stdout).toMatch(/^## Inbound\n\nNo traffic\.$/m);
    const both = await report('--day', 'today', '--last', '1d');
    expect([both.code, both.stderr]).toEqual([2, expect.stringMatching("'--day <day>' cannot be")]);
    expect((await report('-o', 'page')).stderr).toMatch('name it .html or .md, or give --format.');
  });
});
