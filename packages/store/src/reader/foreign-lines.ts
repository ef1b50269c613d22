import { otherFormatOf } from '../find-format.ts';
import type { LogFormat } from '../format.ts';

/** Rejected lines that are looked at: that there are two formats in one log shows soon. */
const maxLooked = 1000;

/** Characters of the longest line that is looked at. */
const maxLength = 64 * 1024;

/** Tells of rejected lines which other format they look like, so that a log of two formats shows as one. */
export class ForeignLines {
  readonly #format: LogFormat;
  #looked = 0;

  /** @param format - the format of the log */
  constructor(format: LogFormat) {
    this.#format = format;
  }

  /** Why a line is rejected, and what else it looks like. */
  reasonOf(reason: string, line: string): string {
    if (this.#looked === maxLooked || line.length > maxLength) return reason;
    this.#looked++;
    const other = otherFormatOf(line, this.#format);
    return other === undefined ? reason : `${reason}; it looks like a line of ${other.title}`;
  }
}
