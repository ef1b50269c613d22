import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FirewallSummary } from '@cfw-flow/store';
import { Failure } from '../failure.ts';
import { escapeControlChars } from '../output/escape-control-chars.ts';
import { databaseFile } from '../store/data-directory.ts';
import type { LogFile } from '../logs/find-log-files.ts';
import type { LogsToLoad } from './find-logs.ts';
import { invocation } from './invocation.ts';
import type { ServeOptions } from './serve-options.ts';

/**
 * Checks, before anything is opened, that there are logs or a data directory, or will be.
 *
 * @param directory - the data directory; undefined in memory
 * @throws {@link Failure} with what to do
 */
export function checkSources(
  directory: string | undefined,
  { files }: LogsToLoad,
  { watch, program }: ServeOptions,
): void {
  if (files.length > 0 || watch !== undefined) return;
  if (directory === undefined || existsSync(path.join(directory, databaseFile))) return;
  const name = escapeControlChars(directory);
  throw nothingToServe(
    existsSync(directory)
      ? `${name} is not a data directory, nothing was ingested there`
      : `there is no data directory ${name}`,
    program,
  );
}

/**
 * Checks that there are flows, or will be.
 *
 * @param firewalls - undefined when counting the flows took too long
 * @param suspects - files that are ingested later
 * @throws {@link Failure} with what to do
 */
export function checkFlows(
  directory: string | undefined,
  firewalls: readonly FirewallSummary[] | undefined,
  suspects: readonly LogFile[],
  { watch, program }: ServeOptions,
): void {
  if (firewalls?.length !== 0 || suspects.length > 0 || watch !== undefined) return;
  throw nothingToServe(
    directory === undefined
      ? 'the logs hold no flows'
      : `the data directory ${escapeControlChars(directory)} holds no flows`,
    program,
  );
}

function nothingToServe(why: string, program: string): Failure {
  const command = invocation(program);
  return new Failure(
    `Nothing to serve: ${why}.\n\n` +
      `  ${command} serve --logs PATH   ingests log files or folders and serves them\n` +
      `  ${command} serve --watch DIR   follows the logs of a folder\n` +
      `  ${command} serve --demo        serves made-up traffic`,
  );
}
