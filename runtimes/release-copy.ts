import { exec, execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CommandProcess } from '../scripts/commands/command-process.ts';
import { root } from '../scripts/packages/published.ts';

/** The longest that one step may take, in milliseconds. */
const limit = 600_000;

/** A copy of the workspace in which a release is made: the user's own stays as it is. */
export class ReleaseCopy {
  readonly folder: string;
  readonly #env: NodeJS.ProcessEnv;

  /**
   * Copies what is committed, and what would be.
   *
   * @param folder - where to
   * @param env - of the commands that are run there
   */
  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#env = env;
    const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
    const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
    // Git lists what was deleted, too, until that is committed.
    for (const file of files.filter((name) => name !== '' && existsSync(join(root, name)))) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    // Changesets reads the history, and tags what it publishes.
    const author = ['-c', 'user.name=Rehearsal', '-c', 'user.email=rehearsal@cfw-flow.invalid'];
    for (const args of [
      ['init', '--quiet', '--initial-branch=main'],
      ['add', '--all'],
      [...author, 'commit', '--quiet', '--message=Rehearsal'],
    ]) {
      execFileSync('git', args, { cwd: folder, env });
    }
  }

  /** Makes the versions and changelogs of what is pending, and builds all packages. */
  async build(): Promise<void> {
    await this.#run('npx -y pnpm@12 install --frozen-lockfile --prefer-offline');
    if (globSync('.changeset/*.md', { cwd: this.folder }).length > 0) {
      await this.#run('npx -y pnpm@12 exec changeset version');
    }
    await this.#run('npx -y pnpm@12 run build');
  }

  /**
   * Packs all packages and publishes what was packed, in two steps as the release workflow does.
   *
   * @param registry - a registry of this machine
   * @param env - which makes pnpm use that one
   * @throws an `Error` when pnpm would use another: a rehearsal must not reach a public one
   */
  async publish(registry: string, env: NodeJS.ProcessEnv): Promise<void> {
    const asked = promisify(exec)('npx -y pnpm@12 config get registry', { cwd: this.folder, env });
    const used = (await asked).stdout.trim();
    if (used !== registry) throw new Error(`pnpm would publish to ${used} instead of ${registry}.`);
    await this.#run('npx -y pnpm@12 exec changeset pack --out-dir packed', env);
    await this.#run('npx -y pnpm@12 exec changeset publish --from-pack-dir packed', env);
  }

  /** The version of a package, once it is made. */
  versionOf(packageFolder: string): string {
    const text = readFileSync(join(this.folder, packageFolder, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }

  async #run(line: string, env = this.#env): Promise<void> {
    await using command = new CommandProcess(line, { cwd: this.folder, env });
    await command.succeed(limit);
  }
}
