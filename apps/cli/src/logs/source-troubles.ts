import type { StoreError } from '@cfw-flow/store';

/** Lines of a message about an unknown format that are of the file: the others say what was expected. */
const OF_THE_FILE = 2;

/** What is wrong with sources, in lines for a person. The formats that there are, are told once. */
export class SourceTroubles {
  #formatsTold = false;

  /** The lines of an error; each may have something of a file in it. */
  linesOf({ code, message }: StoreError): string[] {
    if (code !== 'SOURCE_FORMAT') return [message];
    const lines = message.split('\n');
    const told = this.#formatsTold ? lines.slice(0, OF_THE_FILE) : lines;
    this.#formatsTold = true;
    return told;
  }
}
