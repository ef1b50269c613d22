import type { StoreError } from '@cfw-flow/store';
import { counted } from '../output/quantity.ts';
import { storeAdvice } from '../store-advice.ts';

/** First lines of a message about an unknown format: they are about the file, the others list the formats. */
const linesAboutFile = 2;

/** Maximum number of files of unknown formats whose messages are shown. */
const maxUnknown = 10;

/** Messages about sources that can't be ingested. The formats are listed only once. */
export class SourceErrorMessages {
  #formatsListed = false;
  #unknown = 0;

  /** The lines of the message of an error, with text of the file not escaped yet. */
  linesOf(error: StoreError): string[] {
    const { code, message } = error;
    if (code !== 'SOURCE_FORMAT') return [message];
    this.#unknown++;
    if (this.#unknown > maxUnknown) return [];
    const lines = [message, storeAdvice(error) ?? []].flat().join('\n').split('\n');
    if (error.details.formats === undefined) return lines;
    const selected = this.#formatsListed ? lines.slice(0, linesAboutFile) : lines;
    this.#formatsListed = true;
    return selected;
  }

  /** Counts the files whose messages were left out since the last time. */
  takeRest(): string[] {
    const rest = this.#unknown - maxUnknown;
    this.#unknown = 0;
    return rest > 0 ? [`… and ${counted(rest, 'more file')} of no format that is understood.`] : [];
  }
}

/** Leaves out what is too much of results that are listed: files of unknown formats, but for the first ones. */
export function withoutManyUnknown<Result extends object>(results: readonly Result[]): Result[] {
  let unknown = 0;
  return results.filter((result) => {
    const error = 'error' in result ? (result.error as StoreError) : undefined;
    return error?.code !== 'SOURCE_FORMAT' || ++unknown <= maxUnknown;
  });
}
