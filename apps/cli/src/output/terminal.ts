import { writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { ExitCode } from '../failure.ts';
import { harmlessLines } from './harmless.ts';

type Style = Parameters<typeof styleText>[0];

/** Text that a terminal shows in a style, as long as it is still to be made harmless. */
interface Styled {
  style: Style;
  text: string;
}

/** Part of a line: text, or text in a style. */
export type Piece = string | Styled;

/** Text in a style, where the terminal shows styles and `NO_COLOR` isn't set. */
export function styled(style: Style, text: string): Styled {
  return { style, text };
}

/** Prints what was asked for. Line breaks stay, all else that a terminal obeys is spelled out. */
export function print(...pieces: readonly Piece[]): void {
  leave(process.stdout, pieces);
}

/** Prints what goes on meanwhile, beside the result, in the way of {@link print}. */
export function note(...pieces: readonly Piece[]): void {
  leave(process.stderr, pieces);
}

/** The one place where text leaves for the terminal, whoever wrote it. */
function leave(stream: NodeJS.WriteStream, pieces: readonly Piece[]): void {
  const line = pieces.map((piece) =>
    typeof piece === 'string'
      ? harmlessLines(piece)
      : styleText(piece.style, harmlessLines(piece.text), { stream }),
  );
  stream.write(`${line.join('')}\n`);
}

/**
 * Ends the program when its output can't be written: without a complaint when the reader has seen
 * enough, such as `head`, else with one that says why.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) complain(error);
      process.exit(ExitCode.FAILURE);
    });
  }
}

function complain({ code, message }: NodeJS.ErrnoException): void {
  const why = code === 'ENOSPC' ? 'no space is left where it goes to' : message;
  try {
    // At once: the program ends before a stream would have written it.
    writeSync(
      process.stderr.fd,
      `error: The output can't be written: ${why}. Make room, or send it elsewhere.\n`,
    );
  } catch {
    // Nobody can be told then, but for the exit code.
  }
}
