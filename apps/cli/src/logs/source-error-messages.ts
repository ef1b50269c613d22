import type { StoreError } from '@cfw-flow/store';
import { storeAdvice } from '../store-advice.ts';

/** First lines of a message about an unknown format: they are about the file, the others list the formats. */
const linesAboutFile = 2;

/** Messages about sources that can't be ingested. The formats are listed only once. */
export class SourceErrorMessages {
  #formatsListed = false;

  /** The lines of the message of an error, with text of the file not escaped yet. */
  linesOf(error: StoreError): string[] {
    const { code, message } = error;
    if (code !== 'SOURCE_FORMAT') return [message];
    const lines = [message, storeAdvice(error) ?? []].flat().join('\n').split('\n');
    if (error.details.formats === undefined) return lines;
    const selected = this.#formatsListed ? lines.slice(0, linesAboutFile) : lines;
    this.#formatsListed = true;
    return selected;
  }
}
