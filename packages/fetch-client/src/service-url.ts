import { CfwOptionError } from './errors.ts';

/**
 * Checks an option that says where a service is.
 *
 * @returns the URL without slashes at its end
 * @throws {@link CfwOptionError} when it is not an absolute http or https URL without user, query
 *   and fragment. The message doesn't quote a URL that names a user: a password may stand there.
 */
export function serviceUrl(option: string, text: string, example: string): string {
  if (isServiceUrl(text)) return new URL(text).href.replace(/\/+$/, '');
  const quoted = String(text).includes('@') ? '' : ` ${JSON.stringify(text)}`;
  throw new CfwOptionError(
    option,
    `The ${option}${quoted} is not an absolute http or https URL without user, query and ` +
      `fragment. An example: ${example}`,
  );
}

/** Tells whether a text is an absolute http or https URL without user, query and fragment. */
export function isServiceUrl(text: string): boolean {
  return /^https?:\/\/[^?#@\s]+$/i.test(text) && URL.canParse(text);
}
