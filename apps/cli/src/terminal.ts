import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Prints what was asked for. */
export function print(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** Prints what goes on meanwhile, beside the result. */
export function note(text = ''): void {
  process.stderr.write(`${text}\n`);
}

/** Text in a style, where the terminal shows styles and `NO_COLOR` isn't set. */
export function styled(
  style: Style,
  text: string,
  stream: NodeJS.WriteStream = process.stdout,
): string {
  return styleText(style, text, { stream });
}

/** A reader that has seen enough, such as `head`, ends the program without a complaint. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
}

/**
 * Text from logs without the characters that a terminal obeys: what a log says must not move the
 * cursor, colour the screen or turn the direction of writing.
 */
export function harmless(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
