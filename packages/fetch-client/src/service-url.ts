import { CfwOptionError } from './errors.ts';

/**
 * Checks an option that says where a service is.
 *
 * @returns the URL without slashes at its end
 * @throws {@link CfwOptionError} when it is not an absolute http or https URL without user, query
 *   and fragment. The message doesn't quote a URL that names a user: a password may stand there.
 */
export function serviceUrl(option: string, text: string, example: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const usable =
    url !== undefined &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  if (!usable) {
    const quoted = String(text).includes('@') ? '' : ` ${JSON.stringify(text)}`;
    throw new CfwOptionError(
      option,
      `The ${option}${quoted} is not an absolute http or https URL without user, query and ` +
        `fragment. An example: ${example}`,
    );
  }
  return url.href.replace(/\/+$/, '');
}
