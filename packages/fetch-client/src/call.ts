/** What came beside the data of an answer. */
export interface ResponseFacts {
  /** HTTP status, 200 to 299. */
  status: number;
  /** Headers of the answer. */
  headers: Headers;
  /** `X-Request-Id`, which names the request to support staff. */
  requestId: string | undefined;
}

/** An answer and what came beside it. */
export interface WithResponse<Data> {
  /** The data of the answer. */
  data: Data;
  /** What came beside it. */
  response: ResponseFacts;
}

/** A call under way: a promise of its data, and on demand of what came beside it. */
export class CfwCall<Data> extends Promise<Data> {
  readonly #whole: Promise<WithResponse<Data>>;

  constructor(whole: Promise<WithResponse<Data>>) {
    // This promise itself is never looked at: what is asked of it is asked of the whole answer, so
    // that a failure is somebody's to handle exactly once.
    super((resolve) => resolve(undefined as Data));
    this.#whole = whole;
  }

  /** The data with the status, the headers and the request id of the answer. */
  withResponse(): Promise<WithResponse<Data>> {
    return this.#whole;
  }

  /** As every promise has it. */
  // oxlint-disable-next-line unicorn/no-thenable -- it is a promise
  override then<Value = Data, Recovered = never>(
    onData?: ((data: Data) => Value | PromiseLike<Value>) | null,
    onError?: ((error: unknown) => Recovered | PromiseLike<Recovered>) | null,
  ): Promise<Value | Recovered> {
    return this.#whole.then(({ data }) => data).then(onData, onError);
  }

  /** Promises derived from this one are plain ones. */
  static override get [Symbol.species]() {
    return Promise;
  }
}
