import { StoreError } from '@cfw-flow/store';
import {
  CfwApiError,
  CfwConnectionError,
  CfwCredentialsError,
  CfwError,
  CfwOptionError,
  CfwResponseError,
} from '@cfw-flow/fetch-client';
import { storeAdvice } from './store-advice.ts';
import { escapeControlChars, escapeControlCharsInLines } from './output/escape-control-chars.ts';

/** What the program ends with. */
export const ExitCode = {
  OK: 0,
  /** Something didn't work. */
  FAILURE: 1,
  /** The command line isn't one that the program knows. */
  USAGE: 2,
  /** Rules of `alerts` were met. */
  ALERT: 3,
} as const;

/**
 * A failure to be told to the person at the terminal: what was wrong, where, and what to do. Without a
 * message, what was printed says it all.
 */
export class Failure extends Error {
  override name = 'Failure';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = ExitCode.FAILURE, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A failure in words for a person, from whatever was thrown. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const told = words(error);
  if (told !== undefined) {
    const exitCode = error instanceof CfwOptionError ? ExitCode.USAGE : ExitCode.FAILURE;
    return new Failure(told, exitCode, { cause: error });
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(`This should not have happened, please report it:\n${trace}`);
}

function words(error: unknown): string | undefined {
  // What an engine says may take several lines.
  if (error instanceof StoreError) {
    return [error.message, storeAdvice(error)].filter((text) => text !== undefined).join('\n');
  }
  // It lists what was tried.
  if (error instanceof CfwCredentialsError) {
    return `${escapeControlCharsInLines(error.message)}\n${credentialsAdvice}`;
  }
  // What a server says must not look like a line of this program.
  if (error instanceof CfwError)
    return `${escapeControlChars(error.message)}${clientAdvice(error)}`;
  if (isErrno(error) && (error.code === 'ENOSPC' || error.code === 'EDQUOT')) {
    const where = error.path === undefined ? '' : ` at ${escapeControlChars(error.path)}`;
    return `No space is left${where}. Make room and run the same command again: what was ingested whole is kept.`;
  }
  return undefined;
}

const credentialsAdvice =
  'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK give keys, --token-file FILE a token, and `cfw-flow config` keeps either.';

function clientAdvice(error: CfwError): string {
  if (error instanceof CfwApiError) return refusalAdvice(error);
  if (error instanceof CfwResponseError) {
    return '\nIs that a server of cfw-flow, or the API of the cloud? --endpoint URL asks another.';
  }
  if (!(error instanceof CfwConnectionError)) return '';
  if (!wasRefused(error)) return '\nIf that is the wrong server, --endpoint URL asks another.';
  return (
    '\nIs a server running there? This starts one, over your logs or made-up traffic:\n\n' +
    '  cfw-flow serve --logs PATH\n  cfw-flow serve --demo\n\n--endpoint URL asks another server.'
  );
}

function refusalAdvice({ status, code }: CfwApiError): string {
  if (code === 'CFW.00200005') {
    return '\nIs --firewall one of this project, and --project the right one?';
  }
  return adviceFor(status);
}

/** A line that says what to do about the HTTP status of an answer; empty where nobody knows. */
export function adviceFor(status: number): string {
  const advice = adviceByStatus[status];
  return advice === undefined ? '' : `\n${advice}`;
}

const adviceByStatus: Readonly<Record<number, string>> = {
  401:
    'The keys are wrong or revoked, the token is older than 24 hours, or the clock of this machine is off. ' +
    '`cfw-flow login` says which of them were sent, and what the clock of the server is.',
  403:
    'The user may not do this in this project. A policy that allows it is CFW ReadOnlyAccess, ' +
    'or one with the actions cfw:flowLog:list and cfw:flowLogReport:get.',
  404: 'There is no such API. Check --endpoint or --region, and --project.',
  500: 'The server has a problem of its own: ask again in a while, or look into its messages.',
  429: 'Too many questions in a short time. Ask again in a minute, and fewer at once.',
};

/** Nobody listens there: the reason lies below what `fetch` threw. */
function wasRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (isErrno(error) && error.code === 'ECONNREFUSED') || wasRefused(error.cause);
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error;
}
