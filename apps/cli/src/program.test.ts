import { exec, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FIREWALL } from './defaults.ts';
import { hasPseudoTerminals, startInTerminal } from './testing/pseudo-terminal.ts';
import { folderOf, run, start, temporaryFolder } from './testing/program.ts';

describe('the command line', () => {
  it.concurrent.for([
    ['an unknown command', ['serv'], /unknown command 'serv'\n\(Did you mean serve\?\)/],
    [
      'an unknown option',
      ['serve', '--prot', '1'],
      /unknown option '--prot'\n\(Did you mean --port\?\)/,
    ],
    ['a port out of range', ['serve', '--port', '65536'], /a whole number from 0 to 65535/],
    ['a project that is none', ['serve', '--project', 'x'], /32 hexadecimal digits/],
    ['an unknown item', ['top', 'host', '--log-type', 'nat'], /Allowed choices are src_ip, dst_ip/],
    [
      'a missing argument',
      ['top'],
      /missing required argument 'item'\n`cfw-flow top --help` says what it takes\.\n$/,
    ],
    ['a misspelt option', ['top', 'app', '--logtype', 'nat'], /Did you mean --log-type\?/],
    ['help about an unknown command', ['help', 'topp'], /'topp' is invalid .* Did you mean top\?/],
    ['help about an unknown command of config', ['config', 'help', 'st'], /Did you mean set\?/],
    ['an unknown log type', ['top', 'app', '-t', 'nt'], /Did you mean nat\? Allowed choices are/],
    ['a misspelt item', ['top', 'src_ipp'], /Did you mean src_ip\?/],
    [
      'an unknown range',
      ['top', 'app', '--log-type', 'nat', '--range', '3d'],
      /1h, 1d, 7d\. `--last 3d` takes any length/,
    ],
    [
      'a size out of range',
      ['top', 'app', '--log-type', 'nat', '--size', '1001'],
      /from 0 to 1000/,
    ],
    ['a window without a start', ['top', 'app', '--to', '5'], /--to needs a start: give --from/],
    [
      'a window that starts later than now',
      ['top', 'app', '--from', '9999-01-01'],
      /--from is not before now, and there is no --to/,
    ],
    [
      'a time that is none',
      ['top', 'app', '--from', 'tomorow'],
      /--from is "tomorow"\. It takes 2026-11-22, .* yesterday, "today 08:00", 30d/,
    ],
    ['a time zone that is none', ['top', 'app', '--time-zone', 'Mars'], /such as UTC or Asia/],
    ['a time zone that is an offset', ['trend', '--time-zone', '+08:00'], /such as UTC or Asia/],
    [
      'a length that is none',
      ['top', 'app', '--last', '6'],
      /'6' is invalid\. It takes a number and a unit of ms, s,/,
    ],
    ['no length', ['watch', '--last', '0m'], /--last <length>' argument '0m' is invalid/],
    [
      'a window that ends before it starts',
      ['top', 'app', '--log-type', 'nat', '--from', '5', '--to', '5'],
      /--from is not before --to/,
    ],
    [
      'a range beside a window',
      ['top', 'app', '--log-type', 'nat', '--range', '1h', '--from', '1', '--to', '2'],
      /'--range <range>' cannot be used with option '--from <time>'/,
    ],
    [
      'an endpoint that is none',
      ['top', 'app', '--log-type', 'nat', '--endpoint', 'x'],
      /--endpoint is "x", which is no http or https URL .*http:\/\/127\.0\.0\.1:8239/,
    ],
    ['no path to ingest', ['ingest'], /missing required argument 'path'/],
    [
      'an option in place of a folder',
      ['serve', '--watch', '--demo'],
      /'--watch <dir\.\.\.>' argument '--demo' is invalid\. .* after --watch\. .* write \.\/--demo\./,
    ],
    [
      'an option in place of a name',
      ['top', 'app', '--profile', '--json'],
      /'-p, --profile <name>' argument '--json' is invalid\. .* after --profile\.\n$/,
    ],
    [
      'an option in place of the name of a profile that is changed',
      ['config', 'set', '--profile', '--json', 'region', 'x'],
      /'-p, --profile <name>' argument '--json' is invalid\. .* after --profile\.\n$/,
    ],
    ['an empty data directory', ['serve', '--data', ''], /'--data <dir>'.* is empty/],
    ['an empty path of logs', ['serve', '--logs', 'a', ''], /'--logs <path\.\.\.>'.* is empty/],
    ['an empty path to ingest', ['ingest', ''], /'path'.* is empty/],
    ['no days to keep', ['prune'], /required option '--keep-days <number>'/],
    ['no day at all', ['prune', '--keep-days', '0'], /a whole number from 1 to 36500/],
    ['half a day', ['serve', '--keep-days', '1.5'], /a whole number from 1 to 36500/],
    ['days without end', ['serve', '--keep-days', '36501'], /a whole number from 1 to 36500/],
    [
      'two numbers of days',
      ['prune', '--keep-days', '3', '--keep-days', '300'],
      /'300' is invalid\. It was given before: give it once\./,
    ],
    ['no memory', ['serve', '--memory', '0'], /It takes 256MiB to \d+MiB, which there is here/],
    ['memory without end', ['verify', '--memory', '1e99GB'], /It takes 256MiB to \d+MiB/],
    ['more memory than there is', ['ingest', 'a', '--memory', '9999999GB'], /which there is here/],
    ['no time to answer', ['serve', '--deadline', '0ms'], /It takes 1ms to 24h, such as/],
    ['a time of no unit', ['serve', '--deadline', '30'], /such as 500ms, 30s or 2m/],
    ['a time that is none', ['serve', '--deadline', '10KB'], /It takes 1ms to 24h/],
    ['no folder of a backup', ['backup'], /missing required argument 'directory'/],
    ['nothing to restore to', ['restore', 'kept'], /required option '--data <dir>' not specified/],
    ['a path to verify', ['verify', 'logs'], /too many arguments for 'verify'/],
    [
      'an explanation in JSON',
      ['top', 'app', '--log-type', 'nat', '--explain', '--json'],
      /'--explain' cannot be used with option '--json'/,
    ],
    [
      'an item that is nearly one',
      ['detail', '--log-type', 'nat', 'host', 'a'],
      /Did you mean dst_host\?/,
    ],
    [
      'an item that has no details',
      ['detail', '--log-type', 'nat', 'risk_ip', '192.0.2.1'],
      /risk_ip can only be ranked, by `top risk_ip`\. Allowed choices are src_ip, dst_ip/,
    ],
    [
      'a group without a name',
      ['detail', '--log-type', 'nat', 'app', ''],
      /1 to 1024 characters, and this one is empty/,
    ],
    [
      'a group with an endless name',
      ['detail', '--log-type', 'nat', 'app', 'x'.repeat(1025)],
      /this one has 1025/,
    ],
    ['no group', ['detail', '--log-type', 'nat', 'app'], /missing required argument 'value'/],
    ['an address that is none', ['trend', '--ip', '10.0.0'], /an IPv4 or IPv6 address, such as/],
    ['an address with a zone', ['trend', '--ip', 'fe80::1%eth0'], /an IPv4 or IPv6 address/],
    ['too many addresses', ['trend', '--ip', Array(101).fill('::1').join()], /at most 100 addr/],
    ['a VPC without a name', ['trend', '--vpc', ''], /the id or the name of a VPC, 1 to 256/],
    ['a VPC with an endless name', ['trend', '--vpc', 'x'.repeat(257)], /of a VPC, 1 to 256/],
    ['too many VPCs', ['trend', '--vpc', ...Array(101).fill('a')], /at most 100 VPCs/],
    ['eleven gateways', ['trend', '--vgw-id', ...Array(11).fill(FIREWALL)], /at most 10 ids/],
    [
      'CSV and JSON at once',
      ['trend', '--log-type', 'nat', '--csv', '--json'],
      /'--json' cannot be used with option '--csv'/,
    ],
    ['no command', [], /Usage: cfw-flow/],
  ] as const)('$0 is a usage error', async ([, args, message], { expect }) => {
    const { code, stdout, stderr } = await run(args, tmpdir());
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
  });

  it('prints its version and its help', async () => {
    const folder = await temporaryFolder();
    const version = await run(['--version'], folder);
    expect([version.code, version.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+\n$/)]);
    for (const command of [
      'serve',
      'ingest',
      'verify',
      'prune',
      'backup',
      'restore',
      'top',
      'trend',
      'detail',
      'mcp',
      'console',
      'completion',
      'schema',
      'alerts',
    ]) {
      const help = await run([command, '--help'], folder);
      expect([help.code, help.stdout]).toEqual([0, expect.stringMatching(/Examples:/)]);
      const widths = help.stdout.split('\n').map((line) => line.length);
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      if (['top', 'trend', 'detail'].includes(command)) expect(widths.length).toBeLessThan(50);
    }
  });

  it('has the exit codes in its help, which fits a screen', async () => {
    const { stdout } = await run(['--help'], await temporaryFolder());
    expect(stdout).toMatch(/^Exit codes: 0 all went well, 1 something failed, 2 the command line/m);
    expect(stdout.split('\n').length).toBeLessThan(50);
    expect((await run(['help'], await temporaryFolder())).stdout).toBe(stdout);
  });

  it('has all environment variables in a help that fits a screen', async () => {
    const { code, stdout } = await run(['help', 'environment'], tmpdir());
    expect(code).toBe(0);
    const names = ['ENDPOINT', 'REGION', 'PROJECT', 'FIREWALL', 'LOG_TYPE', 'TOKEN', 'PROFILE'];
    for (const name of names) expect(stdout).toMatch(new RegExp(`^  CFW_FLOW_${name} `, 'm'));
    expect(stdout).toMatch(/^ {2}HUAWEICLOUD_SDK_AK /m);
    const lines = stdout.split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(25);
  });

  it('prints the help of a command that is named after help', async () => {
    const asked = await run(['help', 'top'], tmpdir());
    expect(asked).toEqual(await run(['top', '--help'], tmpdir()));
    expect((await run(['config', 'help', 'set'], tmpdir())).stdout).toMatch(/config set .*<key>/);
  });

  it.runIf(hasPseudoTerminals)('breaks a long error between words', async () => {
    const args = ['top', 'app', '--from', 'tomorow'];
    const size = { columns: 50, rows: 20 };
    const terminal = await startInTerminal(args, await temporaryFolder(), size);
    expect(await terminal.shows(/ended with 2/)).toMatch(
      /^error: --from is "tomorow"\. It takes 2026-11-22,\n"2026-11-22 18:00" \(local time\),\n/m,
    );
  });

  it('ends quietly when its reader has seen enough', async () => {
    const running = start(['--help'], await temporaryFolder());
    running.stopReading();
    expect(await running.outcome).toMatchObject({ code: 0, stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says in a line that its output has no room', async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const program = path.join(import.meta.dirname, 'main.ts');
    const { status, stderr } = spawnSync(process.execPath, [program, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([
      1,
      "error: The output can't be written: no space is left where it goes to. Make room, or send it elsewhere.\n",
    ]);
  });

  it('is alone on standard output when a script of the checkout runs it', async () => {
    const root = path.join(import.meta.dirname, '../../..');
    const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    // Something as talkative in the place of the build, whose result other tests use meanwhile.
    const folder = await folderOf({ turbo: '#!/bin/sh\necho "Tasks: 3 successful"\n' });
    await chmod(path.join(folder, 'turbo'), 0o755);
    const places = [folder, path.dirname(process.execPath), process.env['PATH']];
    const env = { ...process.env, PATH: places.join(path.delimiter) };
    const { stdout } = await promisify(exec)(`${scripts['cfw-flow']} --version`, {
      cwd: root,
      env,
    });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(scripts['start']).toContain(scripts['cfw-flow']);
  });
});
