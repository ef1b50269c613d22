import { constants, fstatSync, openSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { isatty } from 'node:tty';
import { ExitCode, Failure } from '../failure.ts';
import type { LogFile } from './find-log-files.ts';

/**
 * A log that can be read only once: standard input, a named pipe, or what a shell puts in place of
 * `<(…)`.
 */
export interface Pipe extends LogFile {
  /** Opens it. It may be silent as long as its writer wants. */
  open: () => Readable;
}

/** Paths by how they can be read. */
export interface SortedPaths {
  pipes: Pipe[];
  /** All others: files, folders, and what isn't there. */
  others: string[];
}

/** Whether a log is a pipe. */
export function isPipe(file: LogFile): file is Pipe {
  return 'open' in file;
}

/**
 * Finds the pipes among paths. One that is named twice is read once.
 *
 * @throws {@link Failure} when one is a terminal
 */
export async function sortPaths(paths: readonly string[]): Promise<SortedPaths> {
  const pipes = new Map<string, Pipe>();
  const others: string[] = [];
  for (const given of paths) {
    const pipe = await pipeOf(given);
    if (pipe === undefined) others.push(given);
    else pipes.set(path.resolve(pipe.path), pipe);
  }
  return { pipes: [...pipes.values()], others };
}

async function pipeOf(given: string): Promise<Pipe | undefined> {
  const descriptor = descriptorOf(given);
  if (descriptor !== undefined && isatty(descriptor)) throw isTerminal(given);
  if (descriptor === 0 && fstatSync(0).isDirectory()) throw isFolder();
  if (descriptor === 0) return { path: 'standard input', size: 0, open: () => process.stdin };
  const found = await stat(given).catch(() => undefined);
  if (!found?.isFIFO()) return undefined;
  return { path: given, size: 0, open: () => openPipe(descriptor ?? openNamed(given)) };
}

/** The file descriptor that a path stands for, if it stands for one. */
function descriptorOf(given: string): number | undefined {
  if (given === '-' || given === '/dev/stdin') return 0;
  const digits = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(given)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Without waiting for a writer, which nothing could interrupt. */
function openNamed(given: string): number {
  return openSync(given, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** As a socket, so that no thread waits for what comes: the program could not end meanwhile. */
function openPipe(fd: number): Readable {
  return new Socket({ fd, readable: true, writable: false });
}

function isFolder(): Failure {
  return new Failure('Standard input is a folder. Name it instead.', ExitCode.USAGE);
}

function isTerminal(given: string): Failure {
  const name = given === '-' ? 'Standard input' : given;
  return new Failure(
    `${name} is a terminal, and nothing is piped into it. Pipe a log into it:\n\n` +
      '  zcat traffic.gz | cfw-flow ingest -\n\nor name files or folders.',
    ExitCode.USAGE,
  );
}
