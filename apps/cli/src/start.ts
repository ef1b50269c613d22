import { endWithOutput } from './output/terminal.ts';
import { run } from './program.ts';

/**
 * Runs the command line of this process.
 *
 * @param program - file of the program
 */
export async function start(program: string): Promise<void> {
  // Flows are for the eyes of who runs this: no file that it makes has rights for others.
  process.umask(0o077);
  endWithOutput();
  process.exitCode = await run(program, process.argv.slice(2));
}
