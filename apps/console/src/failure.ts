import { CfwApiError, CfwConnectionError, CfwResponseError } from '@cfw-flow/fetch-client';

/** A failed request as the page tells of it. */
export interface Failure {
  title: string;
  message: string;
  /** What else is known, in the order to show it. */
  facts: { name: string; value: string }[];
  /** What to do. */
  advice: string;
}

/** Turns whatever a request threw into words. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CfwApiError) {
    const failed = error.status >= 500;
    return {
      title: failed ? 'The server failed' : 'The server refused this request',
      message: error.detail,
      facts: facts({
        Code: error.code,
        'HTTP status': String(error.status),
        'Request ID': error.requestId,
      }),
      advice: failed
        ? 'Try again. If it stays, look in the log of the server.'
        : 'Change the choices above, or try again.',
    };
  }
  if (error instanceof CfwConnectionError) {
    return {
      title: 'The server does not answer',
      message: error.message,
      facts: [],
      advice: 'Check that cfw-flow serve is still running, then try again.',
    };
  }
  if (error instanceof CfwResponseError) {
    return {
      title: 'The answer can’t be used',
      message: error.message,
      facts: facts({ 'HTTP status': String(error.status), 'Request ID': error.requestId }),
      advice: 'Something else than cfw-flow may answer at this address. Check it, then try again.',
    };
  }
  return {
    title: 'This page can’t get its data',
    message: error instanceof Error ? error.message : String(error),
    facts: [],
    advice: 'Check that cfw-flow serve is still running, then try again.',
  };
}

function facts(values: Record<string, string | undefined>): Failure['facts'] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value }],
  );
}
