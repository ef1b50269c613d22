const brand = Symbol.for('@cfw-flow/fetch-client/error');

/** Everything that this client throws on purpose. */
export class CfwError extends Error {
  override name = 'CfwError';

  /** @param facts - become properties of the error */
  constructor(message: string, options?: ErrorOptions, facts?: object) {
    super(message, options);
    Object.assign(this, facts);
  }

  /** Marks errors of this client, whichever copy of it threw them. */
  get [brand](): true {
    return true;
  }
}

/**
 * Tells whether an error is one of this client's. Unlike `instanceof` it also knows those of
 * another realm, such as a frame's, and of another copy of the package.
 */
export function isCfwError(error: unknown): error is CfwError {
  return typeof error === 'object' && error !== null && brand in error;
}

/**
 * An option or an argument that can't work, such as an endpoint that is no URL, or a window that
 * ends before it starts.
 */
export class CfwOptionError extends CfwError {
  override name = 'CfwOptionError';
  /** The option or the argument. */
  declare readonly option: string;

  constructor(option: string, message: string) {
    super(message, undefined, { option });
  }
}

/** What the service said of itself in an answer other than 2xx. */
export interface ApiErrorFacts {
  /** HTTP status, such as 400. */
  status: number;
  /** `error_code` of the answer, such as `CFW.00200007`. */
  code: string | undefined;
  /** `error_msg` of the answer, else the start of its body. */
  detail: string;
  /** `request_id` of the answer, else `X-Request-Id`. */
  requestId: string | undefined;
  /** Headers of the answer. */
  headers: Headers;
}

/** The service, or the gateway before it, answered with a status other than 2xx. */
export class CfwApiError extends CfwError {
  override name = 'CfwApiError';
  /** HTTP status, such as 400. */
  declare readonly status: number;
  /** `error_code` of the answer, such as `CFW.00200007`; absent when the answer has none. */
  declare readonly code: string | undefined;
  /** `error_msg` of the answer, else the start of its body. The `message` says it too. */
  declare readonly detail: string;
  /** Names this request to support staff: `request_id` of the answer, else `X-Request-Id`. */
  declare readonly requestId: string | undefined;
  /** Headers of the answer. */
  declare readonly headers: Headers;

  constructor(message: string, facts: ApiErrorFacts) {
    super(message, undefined, facts);
  }
}

/** 400: the request is not what the service takes. */
export class CfwBadRequestError extends CfwApiError {
  override name = 'CfwBadRequestError';
}

/** 401: the credentials are missing, wrong or expired, or this machine's clock is off. */
export class CfwAuthenticationError extends CfwApiError {
  override name = 'CfwAuthenticationError';
}

/** 403: the credentials do not allow this. */
export class CfwPermissionError extends CfwApiError {
  override name = 'CfwPermissionError';
}

/** 404: there is no such API at the endpoint. */
export class CfwNotFoundError extends CfwApiError {
  override name = 'CfwNotFoundError';
}

/** 429: too many requests, and still so after the retries. */
export class CfwRateLimitError extends CfwApiError {
  override name = 'CfwRateLimitError';
}

/** 5xx: the service failed, and still so after the retries. */
export class CfwServerError extends CfwApiError {
  override name = 'CfwServerError';
}

const classes: Readonly<Record<number, typeof CfwApiError>> = {
  400: CfwBadRequestError,
  401: CfwAuthenticationError,
  403: CfwPermissionError,
  404: CfwNotFoundError,
  429: CfwRateLimitError,
};

/** The error of a status. */
export function apiErrorOf(message: string, facts: ApiErrorFacts): CfwApiError {
  const { status } = facts;
  const Class = status >= 500 ? CfwServerError : (classes[status] ?? CfwApiError);
  return new Class(message, facts);
}

/**
 * No whole answer came: the endpoint could not be reached, or the connection broke. The `cause`
 * is what `fetch` threw.
 */
export class CfwConnectionError extends CfwError {
  override name = 'CfwConnectionError';
  /** Where the client tried to connect. */
  declare readonly endpoint: string;

  constructor(endpoint: string, cause: unknown) {
    super(`No answer from ${endpoint}: ${innermostMessage(cause)}`, { cause }, { endpoint });
  }
}

/** The answer took too long. */
export class CfwTimeoutError extends CfwError {
  override name = 'CfwTimeoutError';
  /** Which time was up: that of one attempt, or that of the call with all its attempts. */
  declare readonly limit: 'timeout' | 'totalTimeout';
  /** How long that was, in milliseconds. */
  declare readonly milliseconds: number;

  constructor(
    limit: 'timeout' | 'totalTimeout',
    milliseconds: number,
    endpoint: string,
    options?: ErrorOptions,
  ) {
    super(`No whole answer from ${endpoint} in ${milliseconds} ms (${limit})`, options, {
      limit,
      milliseconds,
    });
  }
}

/** The caller ended the call by its signal, whose reason is the `cause`. */
export class CfwAbortError extends CfwError {
  override name = 'CfwAbortError';

  constructor(reason: unknown) {
    super('The call was aborted', { cause: reason });
  }
}

/** An answer that is not what the contract promises, or that holds a number too big to be exact. */
export class CfwResponseError extends CfwError {
  override name = 'CfwResponseError';
  /** HTTP status. */
  declare readonly status: number;
  /** `X-Request-Id` of the answer. */
  declare readonly requestId: string | undefined;

  constructor(
    message: string,
    { status, requestId }: { status: number; requestId: string | undefined },
    options?: ErrorOptions,
  ) {
    super(message, options, { status, requestId });
  }
}

/** Node's `fetch failed` says nothing: the reason is in its cause, which may have a code only. */
function innermostMessage(error: unknown): string {
  const { message, name, code = name } = (causes(error).at(-1) ?? {}) as Error & { code?: unknown };
  return message || String(code ?? error);
}

/** An error and its causes, as far as they are errors. */
export function causes(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let cause = error; cause instanceof Error && chain.length < 9; cause = cause.cause) {
    chain.push(cause);
  }
  return chain;
}
