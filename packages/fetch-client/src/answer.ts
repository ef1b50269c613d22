import { apiErrorOf, type CfwApiError, CfwResponseError } from './errors.ts';
import { parsed, textField } from './loose-json.ts';
import { excerpt, redactedHeaders } from './redaction.ts';
import { serverTime } from './server-time.ts';

/** A whole answer. */
export interface Answer {
  /** HTTP status; 0 for a redirect in a page. */
  status: number;
  /** As they came. They may hold secrets, if the server echoes them. */
  headers: Headers;
  /** The body. It may hold secrets, too. */
  text: string;
  /** `X-Request-Id`, without secrets. */
  requestId: string | undefined;
  /** What was sent that a message must not quote. */
  secrets: readonly string[];
}

/**
 * Checks the status of an answer.
 *
 * @throws {@link CfwApiError} when it is 400 or more, {@link CfwResponseError} when it is a redirect
 */
export function checkStatus(answer: Answer): void {
  const { status, headers, secrets } = answer;
  if (status >= 400) throw apiError(answer);
  if (status >= 200 && status < 300) return;
  throw new CfwResponseError(
    `The answer is a redirect to ${excerpt(headers.get('Location') ?? 'another place', secrets)}, which is not followed: credentials would go there, too.`,
    answer,
  );
}

/** The error of an answer with a status of 400 or more. */
export function apiError({ status, headers, text, requestId, secrets }: Answer): CfwApiError {
  const body = parsed(text);
  const told = (name: string) => excerpt(textField(body, name) ?? '', secrets, 100) || undefined;
  const code = told('error_code');
  const id = told('request_id') ?? requestId;
  const detail = quoted(textField(body, 'error_msg') ?? text, secrets);
  const what = code ? `${code} (HTTP ${status})` : `HTTP ${status}`;
  const hint = status === 401 ? clockHint(headers) : '';
  return apiErrorOf(`${what}: ${detail}${tagOf(id)}${hint}`, {
    status,
    code,
    detail,
    requestId: id,
    headers: redactedHeaders(headers, secrets),
  });
}

/** The error of an answer that came with 2xx and is no good all the same. Its message quotes it. */
export function responseError(answer: Answer, message: string): CfwResponseError {
  return new CfwResponseError(`${message}: ${quoted(answer.text, answer.secrets)}`, answer);
}

function quoted(body: string, secrets: readonly string[]): string {
  return excerpt(body, secrets) || 'an empty body';
}

/** A request id at the end of a message. */
export function tagOf(requestId: string | undefined): string {
  return requestId ? ` [request ${requestId}]` : '';
}

/** A signature is refused when the clock of who signed is more than 15 minutes off. */
function clockHint(headers: Headers): string {
  const minutes = Math.round((Date.now() - serverTime(headers)) / 60_000);
  // Without a time of the server's the difference is NaN.
  if (!(Math.abs(minutes) >= 5)) return '';
  const way = minutes > 0 ? 'ahead of' : 'behind';
  return `. The clock of this machine is ${Math.abs(minutes)} minutes ${way} the server's: set it.`;
}
