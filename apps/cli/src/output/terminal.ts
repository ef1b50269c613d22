import { writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { ExitCode } from '../failure.ts';
import { escapeControlCharsInLines } from './escape-control-chars.ts';
import { wrapTo } from './wrap.ts';

type Style = Parameters<typeof styleText>[0];

/** Text and its style; the text is not escaped yet. */
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

/** Characters that a line of standard output has room for; endless where nobody knows. */
export function screenWidth(): number {
  return process.stdout.columns || Infinity;
}

/** Prints a result to standard output. Line breaks stay, all other control characters are escaped. */
export function print(...pieces: readonly Piece[]): void {
  write(process.stdout, pieces);
}

/** Prints a message to standard error, like {@link print}. */
export function note(...pieces: readonly Piece[]): void {
  write(process.stderr, pieces);
}

/** Writes a line to the terminal, whose text is escaped. */
function write(stream: NodeJS.WriteStream, pieces: readonly Piece[]): void {
  stream.write(`${lineFor(stream, pieces)}\n`);
}

/** A line as a stream shows it. Line breaks stay, all other control characters are escaped. */
export function lineFor(stream: NodeJS.WriteStream, pieces: readonly Piece[]): string {
  return pieces
    .map((piece) =>
      typeof piece === 'string'
        ? escapeControlCharsInLines(piece)
        : styleText(piece.style, escapeControlCharsInLines(piece.text), { stream }),
    )
    .join('');
}

/**
 * A message for standard error, broken at its spaces where the terminal ends. Lines that are indented, such
 * as commands to copy, stay whole.
 */
export function wrapForReader(message: string): string[] {
  const width = process.stderr.columns || Infinity;
  return message
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapTo(line, width)));
}

/** Prints a message in words to standard error, no wider than the terminal. */
export function noteText(message: string): void {
  for (const line of wrapForReader(message)) note(line);
}

/** Prints what is good to know to standard error. */
export function remark(text: string): void {
  for (const line of wrapForReader(text)) note(styled('dim', line));
}

/**
 * Ends the program when its output can't be written: without a message when the reader has closed the
 * pipe, such as `head`, else with one that says why.
 */
export function endWithOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) reportWriteError(error);
      process.exit(ExitCode.FAILURE);
    });
  }
}

function reportWriteError({ code, message }: NodeJS.ErrnoException): void {
  const why = code === 'ENOSPC' ? 'no space is left where it goes to' : message;
  try {
    // Synchronously: the program ends before a stream would have written it.
    writeSync(
      process.stderr.fd,
      `error: The output can't be written: ${why}. Make room, or send it elsewhere.\n`,
    );
  } catch {
    // Standard error can't be written either: the exit code has to do.
  }
}
