import { DATA } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';
import { sortPaths } from '../logs/pipes.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { quoteForShell } from '../output/quote-for-shell.ts';
import type { ServeOptions } from './serve-options.ts';

/**
 * Refuses pipes among the logs to serve: a server would wait for their writer before it serves, and
 * nothing comes through them at the next start.
 *
 * @throws {@link Failure} with what to do
 */
export async function refusePipes({
  logs = [],
  watch = [],
  data = DATA,
}: ServeOptions): Promise<void> {
  const { pipes } = await sortPaths([...logs, ...watch]);
  const [pipe] = pipes;
  if (pipe === undefined) return;
  const name = quoteForShell(pipe.path === 'standard input' ? '-' : pipe.path);
  const directory = quoteForShell(data);
  throw new Failure(
    `serve reads files and folders, and ${escapeControlChars(pipe.path)} is a pipe. Ingest it first:\n\n` +
      `  cfw-flow ingest ${name} --data ${directory}\n  cfw-flow serve --data ${directory}`,
    ExitCode.USAGE,
  );
}
