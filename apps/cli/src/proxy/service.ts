import {
  type CfwClient,
  CfwRateLimitError,
  type Credentials,
  type CredentialsProvider,
  createClient,
  type Region,
} from '@cfw-flow/fetch-client';
import type { ServiceStatus } from '@cfw-flow/types/console';
import { RateLimiter } from './rate-limiter.ts';
import { SharedCalls } from './shared-calls.ts';

/** Where a service is, and as whom it is asked. */
export interface ServiceOptions {
  server: { endpoint: string | undefined; region: Region | undefined };
  credentials: Credentials | CredentialsProvider | undefined;
  /** Left out, IAM is asked for it. */
  project: string | undefined;
  /** Maximum number of questions in a second. */
  rate: number;
}

/** An operation of the API, by its id. */
export type OperationName = keyof Pick<
  CfwClient,
  'listFlowStatistic' | 'showFlowTrend' | 'showFlowDetail' | 'showFlowTop'
>;

/** Longest time that a question is put off for the service's sake, in milliseconds: pages give up after 30 s. */
const patience = 20_000;

/** Pause after a 429 that doesn't say for how long, in milliseconds; each further one doubles it. */
const usualPause = 1000;

/**
 * A service of this API that is asked on behalf of others. It signs, keeps to the rate, asks what several
 * want at once one time, and waits when the service says so.
 */
export class Service {
  readonly #client: CfwClient<'bigint'>;
  readonly #limiter: RateLimiter;
  readonly #calls = new SharedCalls<Answer>();
  #endpoint: string | undefined;
  #project: string | undefined;

  constructor({ server, credentials, project, rate }: ServiceOptions) {
    this.#endpoint = server.endpoint;
    this.#project = project;
    this.#limiter = new RateLimiter(rate);
    this.#client = createClient({
      ...server,
      projectId: project,
      credentials,
      integers: 'bigint',
      // Whoever asks tries again, and shows it.
      retries: 0,
      onRequest: ({ url }) => this.#learn(url),
    });
  }

  /** The project; where it wasn't given, known from the first question on. */
  get project(): string | undefined {
    return this.#project;
  }

  /** What a console is told of the service. */
  get status(): ServiceStatus {
    const { waiting, paused } = this.#limiter;
    return {
      endpoint: this.#endpoint ?? '',
      waiting,
      ...(paused > 0 && { limited_until: Math.round(Date.now() + paused) }),
    };
  }

  /** @throws what {@link CfwClient} throws, and the reason of the signal */
  async ask(operation: OperationName, query: object, signal: AbortSignal): Promise<Answer> {
    return this.#calls.share(keyOf(operation, query), signal, (whileWanted) =>
      this.#askInTurn(operation, query, whileWanted),
    );
  }

  async #askInTurn(operation: OperationName, query: object, signal: AbortSignal): Promise<Answer> {
    const begin = performance.now();
    for (let attempt = 1; ; attempt++) {
      await this.#limiter.turn(signal);
      const waited = performance.now() - begin;
      try {
        const data = await this.#client[operation](query as never, { signal });
        return { data, waited };
      } catch (error) {
        if (!(error instanceof CfwRateLimitError)) throw error;
        this.#limiter.pause(retryAfter(error.headers) ?? usualPause * 2 ** (attempt - 1));
        if (performance.now() - begin + this.#limiter.paused > patience) throw error;
      }
    }
  }

  /** The client finds out the endpoint of a region, and the project from IAM: its requests have both. */
  #learn(url: string): void {
    const [, endpoint, project] = /^(.*)\/v1\/([0-9a-f]{32})\//.exec(url) ?? [];
    this.#endpoint = endpoint ?? this.#endpoint;
    this.#project = project ?? this.#project;
  }
}

/** An answer, with every digit. */
export interface Answer {
  data: unknown;
  /** How long the question waited for its turn, in milliseconds. */
  waited: number;
}

/** Alike for questions with the same answer: their parameters come in any order. */
function keyOf(operation: OperationName, query: object): string {
  const sorted = Object.entries(query).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([operation, sorted]);
}

/** What `Retry-After` says, in milliseconds from now. */
function retryAfter(headers: Headers): number | undefined {
  const text = headers.get('Retry-After') ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
