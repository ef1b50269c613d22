import { StoreError } from '../errors.ts';
import { Lane } from './lane.ts';

/** Rows that are read in some hundredths of a second. */
const maxQuickRows = 500_000;

/** The lanes of a store: what is asked for in one does not wait for what is asked for in the others. */
export class Lanes {
  /** What the store holds as a whole: whoever wants to ask a question needs it first. */
  readonly overview: Lane;
  /** Questions about few rows. Each uses about one core. */
  readonly #quick: Lane;
  /**
   * Questions about many rows. One uses all cores: more of them at once take more memory and get no
   * faster, and the ingest and the rollups need some of the four threads that Node has for such work.
   */
  readonly #long: Lane;

  /** @param deadline - longest time from asking to the answer, in milliseconds */
  constructor(deadline: number) {
    this.overview = new Lane({ atOnce: 1, maxWaiting: 100, deadline }, busy);
    this.#quick = new Lane({ atOnce: 2, maxWaiting: 400, deadline }, busy);
    this.#long = new Lane({ atOnce: 1, maxWaiting: 100, deadline }, busy);
  }

  /** All of them. */
  get all(): Lane[] {
    return [this.overview, this.#quick, this.#long];
  }

  /** The lane of a question that is about so many rows. */
  of(rows: number): Lane {
    return rows <= maxQuickRows ? this.#quick : this.#long;
  }
}

function busy(retryAfter: number): StoreError {
  return new StoreError(
    'BUSY',
    `Too many questions wait already. Ask again in ${retryAfter} s, or about a shorter window.`,
    { details: { retryAfter } },
  );
}
