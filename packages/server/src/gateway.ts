import type { GatewayError } from '@cfw-flow/types';

/** What the API gateway before CFW answers, by HTTP status. */
const answers = {
  400: ['APIGW.0201', 'API request error.'],
  404: ['APIGW.0101', 'The API does not exist or has not been published in the environment.'],
  413: ['APIGW.0201', 'Request entity too large.'],
  414: ['APIGW.0201', 'Request URI too large.'],
  431: ['APIGW.0201', 'Request headers too large.'],
  500: ['APIGW.0601', 'Internal server error.'],
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
