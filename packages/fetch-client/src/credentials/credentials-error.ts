import { CfwError } from '../errors.ts';

/** Where credentials were to come from; `defaults` is all of the usual places in turn. */
export type CredentialsSource = 'env' | 'profile' | 'metadata' | 'iam' | 'defaults';

/**
 * Credentials can't be had: they are nowhere, can't be read, or were refused. The message says
 * where and what to do, and never quotes a secret.
 */
export class CfwCredentialsError extends CfwError {
  override name = 'CfwCredentialsError';
  /** Where the credentials were to come from. */
  readonly source: CredentialsSource;
  /**
   * Nothing is set up at the source, so that another may be asked. False when something is there
   * that doesn't work, such as a file with a broken line.
   */
  readonly absent: boolean;
  /**
   * Asking again may help: the source could not be reached, took too long, was busy (429) or
   * failed (5xx). A call then makes another attempt, as after a failure of the service itself.
   */
  readonly temporary: boolean;

  constructor(
    source: CredentialsSource,
    message: string,
    options: ErrorOptions & { absent?: boolean; temporary?: boolean } = {},
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.source = source;
    this.absent = options.absent ?? false;
    this.temporary = options.temporary ?? false;
  }
}
