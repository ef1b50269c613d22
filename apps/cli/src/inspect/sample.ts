import { type FlowSource, maxLineBytes } from '@cfw-flow/store';

/** How much is read of a file, in bytes of its content. */
export interface SampleBounds {
  head: number;
  /** Of a file that is not compressed. */
  tail: number;
}

/** Lines of a file, from its beginning and its end. */
export interface Sample {
  lines: string[];
  /** How many of them are the first ones of the file, so that their numbers are known. */
  numbered: number;
  /** Bytes of content that were read, and whether they are all. */
  head: number;
  tail: number;
  isWhole: boolean;
  /** The first bytes. */
  beginning: Uint8Array;
}

const lineFeed = 0x0a;

/**
 * Reads lines from the beginning and the end of a file.
 *
 * @param size - bytes of its content, when they are known: those of one that is not compressed
 */
export async function sampleOf(
  source: Pick<FlowSource, 'open'>,
  size: number | undefined,
  { head, tail }: SampleBounds,
  signal: AbortSignal,
): Promise<Sample> {
  const isSmall = size !== undefined && size <= head + tail;
  const bound = isSmall ? head + tail : head;
  const first = await readSome(source.open(0, signal).content, bound, signal);
  const length = first.bytes.byteLength;
  const read = { head: length, tail: 0, beginning: first.bytes.subarray(0, 4096) };
  if (first.isAll) {
    const all = linesIn(first.bytes);
    return { ...read, lines: all, numbered: all.length, isWhole: true };
  }
  const lines = linesIn(first.bytes.subarray(0, first.bytes.lastIndexOf(lineFeed) + 1));
  const numbered = lines.length;
  const from = size === undefined ? Infinity : Math.max(size - tail, length);
  if (size === undefined || from >= size) return { ...read, lines, numbered, isWhole: false };
  const last = await readSome(source.open(from, signal).content, tail, signal);
  if (from === length) {
    const bytes = Buffer.concat([first.bytes, last.bytes]);
    const all = linesIn(bytes);
    const isWhole = last.isAll;
    return { ...read, lines: all, numbered: all.length, head: bytes.byteLength, isWhole };
  }
  // What comes before the first line feed is the end of a line that began before.
  const rest = linesIn(last.bytes.subarray(last.bytes.indexOf(lineFeed) + 1));
  const tailSize = last.bytes.byteLength;
  return { ...read, lines: [...lines, ...rest], numbered, tail: tailSize, isWhole: false };
}

/** Bytes up to a bound, and at least one line, as long as one may be. */
async function readSome(
  content: AsyncIterable<Uint8Array>,
  bound: number,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; isAll: boolean }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let hasLine = false;
  for await (const piece of content) {
    signal.throwIfAborted();
    const isEnough = length >= bound && (hasLine || length > maxLineBytes);
    if (isEnough) return { bytes: Buffer.concat(pieces), isAll: false };
    const room = Math.max(bound - length, 0);
    const line = hasLine ? 0 : piece.indexOf(lineFeed) + 1 || piece.byteLength;
    const taken = piece.subarray(0, Math.max(room, line));
    // A copy, since the piece may be much larger.
    pieces.push(taken.byteLength === piece.byteLength ? piece : Uint8Array.from(taken));
    length += taken.byteLength;
    hasLine ||= taken.includes(lineFeed);
    if (taken.byteLength < piece.byteLength) {
      return { bytes: Buffer.concat(pieces), isAll: false };
    }
  }
  return { bytes: Buffer.concat(pieces), isAll: true };
}

function linesIn(bytes: Uint8Array): string[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  // Zeros before a line are what a log may begin with that was truncated under its writer.
  return lines.map((line) => (line.startsWith('\0') ? line.replace(/^\0+/, '') : line));
}
