import { CfwOptionError } from './errors.ts';

/**
 * Checks what types don't in JavaScript.
 *
 * @param option - the option or the argument
 * @param wanted - what it has to be, for the message: what it is not
 * @throws {@link CfwOptionError} when it is not right
 */
export function checkOption(isRight: unknown, option: string, wanted: string): void {
  if (!isRight) throw new CfwOptionError(option, `The ${option} is not ${wanted}`);
}
