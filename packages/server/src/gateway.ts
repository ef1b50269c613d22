import type { GatewayError } from '@cfw-flow/types';

/** What the API gateway before CFW answers, by HTTP status. */
const answers = {
  400: ['APIGW.0201', 'API request error.'],
  403: ['APIGW.0306', 'API access denied.'],
  404: ['APIGW.0101', 'The API does not exist or has not been published in the environment.'],
  408: ['APIGW.0201', 'Request timeout.'],
  412: ['APIGW.0201', 'Precondition failed.'],
  413: ['APIGW.0201', 'Request entity too large.'],
  414: ['APIGW.0201', 'Request URI too large.'],
  416: ['APIGW.0201', 'Range not satisfiable.'],
  417: ['APIGW.0201', 'Expectation failed.'],
  431: ['APIGW.0201', 'Request headers too large.'],
  500: ['APIGW.0601', 'Internal server error.'],
  501: ['APIGW.0201', 'Method not implemented.'],
  503: ['APIGW.0201', 'Backend unavailable.'],
  504: ['APIGW.0201', 'Backend timeout.'],
} as const;

/** A status that the gateway has an answer for. */
export type GatewayStatus = keyof typeof answers;

/** The status itself where the gateway has an answer for it, else the one of its kind. */
export function gatewayStatus(status: number): GatewayStatus {
  if (status in answers) return status as GatewayStatus;
  return status >= 400 && status < 500 ? 400 : 500;
}

/**
 * The gateway's answer to a request that does not reach CFW.
 *
 * @param detail - what else the asker should know
 */
export function gatewayError(
  status: GatewayStatus,
  requestId: string,
  detail?: string,
): GatewayError {
  const [error_code, error_msg] = answers[status];
  const whole = detail === undefined ? error_msg : `${error_msg} ${detail}`;
  return { error_code, error_msg: whole, request_id: requestId };
}

/**
 * A request that is refused before it reaches CFW. Thrown by a hook or a handler of the server, it is
 * answered in the form of the API gateway, with the message after the gateway's own.
 */
export class GatewayRefusal extends Error {
  override name = 'GatewayRefusal';
  /** HTTP status of the answer. */
  readonly status: GatewayStatus;

  /** @param message - what was wrong, and what to do */
  constructor(status: GatewayStatus, message: string) {
    super(message);
    this.status = status;
  }
}
