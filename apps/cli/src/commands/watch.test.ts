// @module-tag slow

import path from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { flowLine, ndjson } from '../testing/logs.ts';
import {
  hasPseudoTerminals,
  startInTerminal,
  startScriptInTerminal,
} from '../testing/pseudo-terminal.ts';
import { folderOf, run, serve } from '../testing/program.ts';
import { unusedPort } from '../testing/unused-port.ts';

const size = { columns: 110, rows: 14 };

/** Flows that ended a minute ago. */
function recentLog(): string {
  const end_time = Date.now() - 60_000;
  return ndjson([
    flowLine({ end_time, app: 'SSH', to_c_bytes: 9_000_000 }),
    flowLine({ end_time }),
    flowLine({ end_time, src_port: '40001' }),
  ]);
}

async function watching(...args: string[]) {
  const folder = await folderOf({ 'a.ndjson': recentLog() });
  const port = String(await unusedPort());
  const server = await serve(['--logs', 'a.ndjson', '--port', port], folder);
  const options = ['--log-type', 'internet', '--endpoint', server.url, '--range', '1h'];
  const terminal = await startInTerminal(['watch', 'app', ...options, ...args], folder, size);
  return { terminal, server, folder, port };
}

describe.runIf(hasPseudoTerminals)('cfw-flow watch', () => {
  it('shows a ranking, and gives the terminal back', async () => {
    const { terminal } = await watching();
    const text = await terminal.shows(/latest flow/);
    expect(terminal.screen.isFullScreen).toBe(true);
    expect(text).toMatch(/^app by sessions, internet, last 1h/);
    expect(text).toMatch(/^1 {2}HTTPS +2 +2\.0\/h +131 kB +66\.7 %/m);
    terminal.types('b');
    expect(await terminal.shows(/by bytes/)).toMatch(/^1 {2}SSH +9\.0 MB/m);
    terminal.types('5');
    await terminal.shows(/^1 {2}www\.acme\.example +9\.1 MB/m);
    // What was not asked before is asked while it is paused, too.
    terminal.types('p1');
    expect(await terminal.shows(/^1 {2}192\.0\.2\.10/m)).toContain('paused');
    terminal.types('q');
    await terminal.shows(/^ended with 0, echo$/m);
    expect(terminal.screen.isFullScreen).toBe(false);
    expect(terminal.screen.written).toContain('?25h');
  });

  it('writes only what changed, and all of it when the size of the terminal did', async () => {
    const { terminal } = await watching('--every', '1m');
    await terminal.shows(/latest flow/);
    terminal.takeOutput();
    terminal.types('p');
    await terminal.shows(/paused/);
    const update = terminal.takeOutput();
    expect(update).toContain('paused');
    expect(update).not.toMatch('HTTPS');
    terminal.resizes({ columns: 60, rows: 10 });
    const narrow = await terminal.shows(/\[6 app\](?! )/, 10);
    expect(Math.max(...narrow.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    terminal.types('\u0003');
    await terminal.shows(/ended with 0, echo/);
  });

  it('shows more where the terminal is wider, and nothing beyond its edge', async () => {
    const { terminal } = await watching('--every', '1m');
    await terminal.shows(/latest flow/);
    const shapes = [
      [40, /^# +app +sessions +change +rate$/m],
      [80, /^# +app +sessions +change +rate +bytes +share$/m],
      [200, /^1 +HTTPS .* 66\.7 % {2}█+/m],
    ] as const;
    for (const [columns, shape] of shapes) {
      terminal.resizes({ columns, rows: 14 });
      const text = await terminal.shows(shape);
      const widths = text.split('\n').map((line) => stringWidth(line));
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    }
    terminal.types('q');
    await terminal.shows(/ended with 0, echo/);
  });

  it('gives the terminal back while Ctrl+Z stops it', async () => {
    const { terminal } = await watching('--every', '1m');
    await terminal.shows(/latest flow/);
    terminal.types('\u001a');
    await terminal.shows(/is stopped, echo/);
    expect(terminal.screen.isFullScreen).toBe(false);
    expect(terminal.screen.written.slice(-3)).toContain('?25h');
    terminal.resizes({ columns: 60, rows: 10 });
    terminal.types('\n');
    await terminal.shows(/latest flow/, 10);
    expect(terminal.screen.isFullScreen).toBe(true);
    terminal.types('q');
    await terminal.shows(/ended with 0, echo/);
  });

  it('goes on when the server fails and comes back', async () => {
    const { terminal, server, folder, port } = await watching('--every', '100ms');
    await terminal.shows(/HTTPS/);
    await server.end('SIGKILL');
    const text = await terminal.shows(/what is shown is/);
    expect(text).toContain(`No answer from http://127.0.0.1:${port}`);
    expect(text).toMatch('HTTPS');
    await serve(['--port', port], folder);
    await terminal.shows(/^(?![^]*No answer)[^]*HTTPS/);
    terminal.types('q');
    await terminal.shows(/ended with 0, echo/);
  });

  it('lets no group write to the terminal, and cuts wide letters', async () => {
    const end_time = Date.now() - 60_000;
    const folder = await folderOf({
      'a.ndjson': ndjson([
        flowLine({ end_time, app: '\u001b[2Jcleared\u009b' }),
        flowLine({ end_time, app: '例'.repeat(60) }),
      ]),
    });
    const { url } = await serve(['--logs', 'a.ndjson'], folder);
    const options = ['--log-type', 'internet', '--endpoint', url, '--range', '1h'];
    const terminal = await startInTerminal(['watch', 'app', ...options], folder, size);
    const text = await terminal.shows(/latest flow/);
    expect(text).toContain(String.raw`\u001b[2Jcleared\u009b`);
    expect(text).toMatch(/例+… +1 /);
    const widths = text.split('\n').map((line) => stringWidth(line));
    expect(Math.max(...widths)).toBeLessThanOrEqual(size.columns);
    terminal.types('q');
    await terminal.shows(/ended with 0, echo/);
  });

  it('gives the terminal back before a crash is reported', async () => {
    const module = path.join(import.meta.dirname, '../watch/full-screen.ts');
    const folder = await folderOf({
      'crash.mjs': `
        import { openFullScreen } from ${JSON.stringify(module)};
        const screen = openFullScreen(() => {});
        screen.draw([['drawn']]);
        setTimeout(() => { throw new Error('on purpose'); });
      `,
    });
    const script = path.join(folder, 'crash.mjs');
    const terminal = await startScriptInTerminal(script, [], folder, size);
    const text = await terminal.shows(/ended with/);
    expect(text).toMatch('Error: on purpose');
    expect(text).not.toMatch('drawn');
    expect(terminal.screen.isFullScreen).toBe(false);
  });

  it('says that it needs a terminal, and what does not', async () => {
    const folder = await folderOf({});
    const { code, stdout, stderr } = await run(['watch', 'app', '--log-type', 'nat'], folder);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: watch needs a terminal.*`cfw-flow top app --by record` prints/);
  });
});
