import { ENDPOINT } from '../defaults.ts';
import { ExitCode, Failure } from '../failure.ts';

const hostAndPort =
  /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]|[\w.-]+(?=:\d))(?::\d{1,5})?(?:\/.*)?$/i;

/**
 * An endpoint as people write it: `localhost:8239` and the like are http, as curl takes them.
 *
 * @param place - where it was given, such as `--endpoint`
 * @throws {@link Failure} when it is none. The message doesn't quote a URL that names a user: a password may
 *   stand there.
 */
export function endpointUrl(text: string, place: string): string {
  const url = hostAndPort.test(text) ? `http://${text}` : text;
  if (/^https?:\/\/[^?#@\s]+$/i.test(url) && URL.canParse(url)) return url.replace(/\/+$/, '');
  const quoted = text.includes('@') ? '' : ` is ${JSON.stringify(text)}, which`;
  throw new Failure(
    `${place}${quoted} is no http or https URL without user, query and fragment. ` +
      `Examples: ${ENDPOINT}, https://cfw.cn-north-4.myhuaweicloud.com`,
    ExitCode.USAGE,
  );
}
