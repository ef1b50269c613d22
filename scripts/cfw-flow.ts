// Runs the command line from source. The console is built before when it has changed: without a word,
// unless that fails or takes a while.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');

/** Milliseconds until it is said what takes so long. */
const patience = 1500;

const build = ['run', 'build', '--filter=@cfw-flow/console', '--output-logs=errors-only'];
const turbo = spawn('turbo', build, { cwd: root, shell: process.platform === 'win32' });
const notice = setTimeout(() => console.error('Building the console …'), patience);
const [output, errors, [code]] = await Promise.all([
  text(turbo.stdout),
  text(turbo.stderr),
  once(turbo, 'close'),
]);
clearTimeout(notice);
if (code !== 0) {
  console.error(`${output}${errors}\nThe console could not be built, see above.`);
  process.exit(1);
}
const program = resolve(root, 'apps/cli/src/main.ts');
process.argv[1] = program;
await import(pathToFileURL(program).href);
