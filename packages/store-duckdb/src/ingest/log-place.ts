import { Fingerprint, type Checkpoint, type Mark } from '@cfw-flow/store';

/** Bytes before a place that are looked at before a log is read on from there. */
const tailSize = 4096;

/** A place in a log: the end of a line's text, before its line feed. */
export class Place implements Checkpoint {
  /** Number of the log in the table `logs`; none until a flow of it was ingested. */
  readonly log: number | undefined;
  readonly lines: number;
  /** Of the content up to the place. */
  readonly fingerprint: Fingerprint;
  /** The last bytes before the place. */
  readonly tail: Buffer;
  /** What is to be written with the first flow. */
  readonly unsaved: { marks: Mark[]; rejected: number };

  constructor(place: Omit<Place, 'bytes'>) {
    this.log = place.log;
    this.lines = place.lines;
    this.fingerprint = place.fingerprint;
    this.tail = place.tail;
    this.unsaved = place.unsaved;
  }

  get bytes(): number {
    return this.fingerprint.place;
  }
}

/** Where a log begins that was never seen. */
export function beginning(): Place {
  return new Place({
    log: undefined,
    lines: 0,
    fingerprint: new Fingerprint(),
    tail: Buffer.alloc(0),
    unsaved: { marks: [], rejected: 0 },
  });
}

/** The last bytes, when more have come. */
export function tailAfter(tail: Buffer, bytes: Uint8Array): Buffer {
  if (bytes.byteLength >= tailSize) return Buffer.from(bytes.subarray(-tailSize));
  return Buffer.concat([tail, bytes]).subarray(-tailSize);
}
