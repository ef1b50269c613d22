import { type FlowSource, maxLineBytes } from '@cfw-flow/store';

/** Maximum number of lines that are read of a log. */
export const maxLines = 10_000;

/** Bytes of a log after which no further line is read. */
const maxBytes = 64 * 1024 * 1024;

const lineFeed = 0x0a;

/** The first lines of a log. One that is too long is cut to what shows that it is. */
export async function firstLines(
  log: Pick<FlowSource, 'open'>,
  signal: AbortSignal,
): Promise<string[]> {
  const lines: string[] = [];
  const line = new Line();
  let bytes = 0;
  for await (const piece of log.open(0, signal).content) {
    for (let at = 0; at < piece.byteLength;) {
      const feed = piece.indexOf(lineFeed, at);
      line.add(piece.subarray(at, feed < 0 ? piece.byteLength : feed));
      if (feed < 0) break;
      bytes += line.length;
      lines.push(line.take());
      if (lines.length === maxLines || bytes >= maxBytes) return lines;
      at = feed + 1;
    }
  }
  return line.length === 0 ? lines : [...lines, line.take()];
}

/** A line while it comes, without NULs before it, which are none of it. */
class Line {
  #pieces: Uint8Array[] = [];
  length = 0;

  add(piece: Uint8Array): void {
    const nuls = this.length === 0 ? piece.findIndex((byte) => byte !== 0) : 0;
    if (nuls < 0) return;
    const room = maxLineBytes + 1 - this.length;
    const added = piece.subarray(nuls, nuls + Math.max(0, room));
    // A copy, since the piece may be much larger.
    this.#pieces.push(Uint8Array.from(added));
    this.length += added.byteLength;
  }

  /** Its text. The next line begins. */
  take(): string {
    const text = Buffer.concat(this.#pieces).toString('utf8');
    this.#pieces = [];
    this.length = 0;
    return text;
  }
}
