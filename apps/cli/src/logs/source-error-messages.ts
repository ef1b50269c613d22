import type { StoreError } from '@cfw-flow/store';

/** First lines of a message about an unknown format: they are about the file, the others list the formats. */
const linesAboutFile = 2;

/** Messages about sources that can't be ingested. The formats are listed only once. */
export class SourceErrorMessages {
  #formatsListed = false;

  /** The lines of the message of an error, with text of the file not escaped yet. */
  linesOf({ code, message }: StoreError): string[] {
    if (code !== 'SOURCE_FORMAT') return [message];
    const lines = message.split('\n');
    const selected = this.#formatsListed ? lines.slice(0, linesAboutFile) : lines;
    this.#formatsListed = true;
    return selected;
  }
}
