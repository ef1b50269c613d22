import { fileSource, type FlowSource, pipeSource } from '@cfw-flow/store';
import type { LogFile } from './find-log-files.ts';
import type { LogOptions } from './log-options.ts';
import { isPipe } from './pipes.ts';

/** How a log is opened. */
export interface OpenOptions {
  reading: LogOptions;
  signal: AbortSignal;
  /** Folder for what has to be kept of a pipe; the system's when left out. */
  folder?: string | undefined;
}

/** Does something with a log, and closes it. */
export async function withSource<Result>(
  file: LogFile,
  { reading: { format, formats }, signal, folder }: OpenOptions,
  work: (source: FlowSource) => Promise<Result>,
): Promise<Result> {
  if (!isPipe(file)) return work(await fileSource(file.path, { format, formats }));
  const source = await pipeSource(file.path, file.open(), { format, formats, signal, folder });
  try {
    return await work(source);
  } finally {
    await source.close();
  }
}
