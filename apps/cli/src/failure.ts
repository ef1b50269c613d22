import { StoreError } from '@cfw-flow/store';
import { CfwConnectionError, CfwError, CfwOptionError } from '@cfw-flow/fetch-client';

/** What the program ends with. */
export const ExitCode = {
  OK: 0,
  /** Something didn't work. */
  FAILURE: 1,
  /** The command line isn't one that the program knows. */
  USAGE: 2,
} as const;

/** A failure to be told to the person at the terminal: what was wrong, where, and what to do. */
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
  if (error instanceof StoreError) {
    return new Failure(`${error.message}${advice(error)}`, ExitCode.FAILURE, { cause: error });
  }
  if (error instanceof CfwConnectionError) {
    return new Failure(
      `${error.message}\nIs a server running there? This starts one, over your logs or made-up traffic:\n\n` +
        '  cfw-flow serve --logs PATH\n  cfw-flow serve --demo\n\n--endpoint URL asks another server.',
      ExitCode.FAILURE,
      { cause: error },
    );
  }
  if (error instanceof CfwOptionError) {
    return new Failure(error.message, ExitCode.USAGE, { cause: error });
  }
  if (error instanceof CfwError) {
    return new Failure(error.message, ExitCode.FAILURE, { cause: error });
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new Failure(`This should not have happened, please report it:\n${trace}`);
}

function advice({ code }: StoreError): string {
  if (code !== 'DATA_IN_USE') return '';
  return (
    '\nOnly one cfw-flow at a time can have a data directory open. To add logs to a server,' +
    '\nstop it and start it again with `cfw-flow serve --logs PATH`.'
  );
}
