import { execFileSync, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { run, temporaryFolder } from '../testing/program.ts';
import { type Shell, shells } from './shells.ts';

/** Whether a program can be started. */
function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

/** Whether `script` gives programs a terminal of their own: that of other systems takes other options. */
const hasTerminals = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

/** A test that needs a shell says so where it is not there, and is skipped. */
function needs(program: string, { skip }: TestContext): void {
  skip(!isInstalled(program), `${program} is not installed`);
}

/** A folder with the completion of a shell in `script`, and a file `traffic.log` beside it. */
async function folderWith(shell: Shell): Promise<string> {
  const folder = await temporaryFolder();
  const { stdout } = await run(['completion', shell], folder);
  await writeFile(path.join(folder, 'script'), stdout);
  await writeFile(path.join(folder, 'traffic.log'), '');
  return folder;
}

/** Lines with a Tab where somebody would press the key, and the words that the program then gets. */
const typed: readonly (readonly [line: string, words: string])[] = [
  ['re-e\t--no\t', 're-enrich --no-threats'],
  ['help verif\t', 'help verify'],
  ['help env\t', 'help environment'],
  ['completion power\t', 'completion powershell'],
  ['config se\t--prof\t', 'config set --profile'],
  ['alerts traf\t', 'alerts traffic.log'],
  ['top dst_h\tsrc_r\t', 'top dst_host src_region_name'],
  ['detail app --log-t\tna\t', 'detail app --log-type nat'],
  ['detail dst_h\tx --log-type inter\t', 'detail dst_host x --log-type internet'],
  ['ingest traf\t--data traf\t', 'ingest traffic.log --data traffic.log'],
  ['serve --threats traf\ttraf\t--dem\t', 'serve --threats traffic.log traffic.log --demo'],
];

/** What the program gets when lines are typed at the prompt of a shell. */
function typeInto(command: string, folder: string, env: NodeJS.ProcessEnv): string[] {
  const lines = [...typed.map(([line]) => `cfw-flow ${line}\n`), 'exit\n'];
  const output = execFileSync('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, TERM: 'dumb', ...env },
    input: lines.join(''),
    encoding: 'utf8',
  });
  return output.split(/\r*\n/).flatMap((line) => /^words: (.*)$/.exec(line)?.[1] ?? []);
}

const words = typed.map(([, expected]) => expected);

describe('completion', () => {
  it('completes what is typed at the prompt of bash', async ({ skip }) => {
    skip(!hasTerminals, 'script of util-linux is not installed');
    const folder = await folderWith('bash');
    await writeFile(
      path.join(folder, 'rc'),
      'cfw-flow() { echo "words: $*"; }\nsource ./script\nHISTFILE=\n',
    );
    expect(typeInto('bash --rcfile rc -i', folder, {})).toEqual(words);
  });

  it('knows in bash what --option= is followed by', async () => {
    const folder = await folderWith('bash');
    const line =
      'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _cfw_flow; echo "${COMPREPLY[*]}"';
    const offered = (...before: string[]) =>
      execFileSync('bash', ['-c', line, 'bash', 'cfw-flow', ...before], {
        cwd: folder,
        encoding: 'utf8',
      }).trim();
    expect(offered('top', '--log-type', '=', '')).toBe('internet nat vpc vgw');
    expect(offered('top', '--log-type', '=')).toBe('internet nat vpc vgw');
    expect(offered('top', '--size', '5', '--d')).toBe('--direction');
    expect(offered('top', '--size', '')).toBe('');
    expect(offered('detail', 'app', '')).toBe('');
  });

  it('completes what is typed at the prompt of zsh', async (context) => {
    context.skip(!hasTerminals, 'script of util-linux is not installed');
    needs('zsh', context);
    const folder = await folderWith('zsh');
    await writeFile(
      path.join(folder, '.zshrc'),
      'autoload -Uz compinit; compinit -u -D\ncfw-flow() { echo "words: $*" }\nsource ./script\n',
    );
    expect(typeInto('zsh -i', folder, { ZDOTDIR: folder })).toEqual(words);
  });

  it('offers in fish what can be typed', async (context) => {
    needs('fish', context);
    const folder = await folderWith('fish');
    const offered = (line: string) =>
      execFileSync('fish', ['--no-config', '-c', `source script; complete -C "cfw-flow ${line}"`], {
        cwd: folder,
        encoding: 'utf8',
      })
        .split('\n')
        .flatMap((candidate) => candidate.split('\t')[0] || []);
    expect(offered('re-')).toEqual(['re-enrich']);
    expect(offered('help verif')).toEqual(['verify']);
    expect(offered('config se')).toEqual(['set']);
    expect(offered('config set --prof')).toEqual(['--profile']);
    expect(offered('completion ')).toEqual([...shells].toSorted());
    expect(offered('top dst_host src_r')).toEqual(['src_region_name']);
    expect(offered('detail app x --log-type ').toSorted()).toEqual([
      'internet',
      'nat',
      'vgw',
      'vpc',
    ]);
    expect(offered('ingest --data traf')).toEqual(['traffic.log']);
    expect(offered('prune ')).toEqual([]);
  });

  it('offers in PowerShell what can be typed', async (context) => {
    needs('pwsh', context);
    const folder = await folderWith('powershell');
    const offered = (line: string) =>
      execFileSync(
        'pwsh',
        [
          '-NoProfile',
          '-Command',
          `. ([scriptblock]::Create((Get-Content -Raw script))); ` +
            `(TabExpansion2 'cfw-flow ${line}' ${`cfw-flow ${line}`.length}).CompletionMatches.CompletionText`,
        ],
        { cwd: folder, encoding: 'utf8' },
      )
        .split(/\r?\n/)
        .filter((candidate) => candidate !== '');
    expect(offered('re-')).toEqual(['re-enrich']);
    expect(offered('top dst_host src_r')).toEqual(['src_region_name']);
    expect(offered('detail app x --log-type int')).toEqual(['internet']);
  });

  it('says how to install it, the shell of the user first', async () => {
    const { code, stdout } = await run(['completion'], await temporaryFolder());
    expect(code).toBe(0);
    for (const shell of shells) expect(stdout).toContain(`\n  cfw-flow completion ${shell} >`);
  });
});
