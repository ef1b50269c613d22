import type { StoreError } from '@cfw-flow/store';
import { storeAdvice } from './store-advice.ts';

/** Lines of a message about an unknown format that are of the file: the others say what was expected. */
const OF_THE_FILE = 2;

/** What is wrong with sources, in lines for a person. The formats that there are, are told once. */
export class SourceTroubles {
  #formatsTold = false;

  /** The lines of an error; each may have something of a file in it. */
  linesOf(error: StoreError): string[] {
    const { code, message } = error;
    if (code !== 'SOURCE_FORMAT') return [message];
    const lines = [message, storeAdvice(error) ?? []].flat().join('\n').split('\n');
    const told = this.#formatsTold ? lines.slice(0, OF_THE_FILE) : lines;
    this.#formatsTold = true;
    return told;
  }
}
