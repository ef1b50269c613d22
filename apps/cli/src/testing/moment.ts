/** A moment in a run of a program, and what the program does then. */
export interface Moment {
  /** The first time that a file whose name matches this pattern has been opened, made, moved or removed. */
  touched?: string;
  /** Only when the file then holds what matches this pattern. */
  holding?: string;
  /** The first time that something is printed which matches this pattern. */
  printed?: string;
  /** So many milliseconds after that. */
  later?: number;
  /** It gets this signal. */
  signal?: NodeJS.Signals;
  /** It removes this file. */
  remove?: string;
  /** It cuts this file to so many bytes. */
  truncate?: readonly [file: string, bytes: number];
}

/** When the first flows of a large file are on the disk. */
export const firstCommit: Moment = { touched: String.raw`^flows\.duckdb\.commits$` };

/** When the first file is ingested, after all were found. */
export const firstFile: Moment = { touched: String.raw`^ingesting\.json$` };

/** Variable of the environment that has the moment. */
const variable = 'CFW_FLOW_TEST_MOMENT';

/**
 * Has a program act by itself at a moment. Whoever looks for the moment from another process may be late:
 * the program has gone on by then, or has ended.
 */
export function actingAt(moment: Moment): { nodeArgs: string[]; env: NodeJS.ProcessEnv } {
  return {
    nodeArgs: ['--import', new URL('act-at-moment.ts', import.meta.url).href],
    env: { [variable]: JSON.stringify(moment) },
  };
}

/** The moment at which this process is to act. */
export function ownMoment(): Moment {
  return JSON.parse(process.env[variable] ?? '{}') as Moment;
}
