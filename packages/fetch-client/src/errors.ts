/** Everything that this client throws on purpose. */
export class CfwError extends Error {
  override name = 'CfwError';
}

/** An option of `createClient` that can't work, such as an endpoint that is no URL. */
export class CfwOptionError extends CfwError {
  override name = 'CfwOptionError';
  /** The option. */
  readonly option: 'endpoint' | 'projectId' | 'token';

  constructor(option: CfwOptionError['option'], message: string) {
    super(message);
    this.option = option;
  }
}

/** The service, or the gateway before it, answered with a status other than 2xx. */
export class CfwApiError extends CfwError {
  override name = 'CfwApiError';
  /** HTTP status, such as 400. */
  readonly status: number;
  /** `error_code` of the answer, such as `CFW.00200007`; absent when the answer has none. */
  readonly code: string | undefined;
  /** `error_msg` of the answer, else the start of its body. The `message` says it too. */
  readonly detail: string;
  /** Names this request to support staff: `request_id` of the answer, else `X-Request-Id`. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    answer: {
      status: number;
      code: string | undefined;
      detail: string;
      requestId: string | undefined;
    },
  ) {
    super(message);
    this.status = answer.status;
    this.code = answer.code;
    this.detail = answer.detail;
    this.requestId = answer.requestId;
  }
}

/**
 * No whole answer came: the endpoint could not be reached, the connection broke, or the answer
 * was a redirect, which is not followed so that a token never travels to another host. The
 * `cause` is what `fetch` threw.
 */
export class CfwConnectionError extends CfwError {
  override name = 'CfwConnectionError';
  /** Where the client tried to connect. */
  readonly endpoint: string;

  constructor(endpoint: string, cause: unknown) {
    super(`No answer from ${endpoint}: ${innermostMessage(cause)}`, { cause });
    this.endpoint = endpoint;
  }
}

/** A 2xx answer that is not what the contract promises, or that holds a number too big to be exact. */
export class CfwResponseError extends CfwError {
  override name = 'CfwResponseError';
  /** HTTP status, 200 to 299. */
  readonly status: number;
  /** `X-Request-Id` of the answer. */
  readonly requestId: string | undefined;

  constructor(
    message: string,
    answer: { status: number; requestId: string | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = answer.status;
    this.requestId = answer.requestId;
  }
}

/** Node's `fetch failed` says nothing: the reason is in its cause, which may have a code only. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return innermostMessage(error.cause);
  const { code } = error as { code?: unknown };
  return error.message || (typeof code === 'string' ? code : error.name);
}
