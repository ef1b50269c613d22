import type { IncomingHttpHeaders } from 'node:http';
import { GatewayRefusal } from './gateway.ts';

/**
 * Refuses what a web page of another origin asks. It could not read the answer, but its questions would
 * take the server's time from its owner. Another port of the same host is another origin, too. Browsers
 * say where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata) or, where they do not, as of
 * WebSockets, in `Origin`. No page can change these; other clients send neither.
 *
 * What a person opens passes, such as a link to the server: that is one answer for a whole page. What a
 * page has fetched in case a person opens it does not.
 *
 * @throws {@link GatewayRefusal} with status 403
 */
export function checkFetchSite(headers: IncomingHttpHeaders): void {
  if (!isOfAnotherOrigin(headers) || isOpenedByPerson(headers)) return;
  throw new GatewayRefusal(
    403,
    'A web page of another origin asked. Open this server itself, or ask from a program that is no web page.',
  );
}

function isOfAnotherOrigin(headers: IncomingHttpHeaders): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin';
  return origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
}

/** Of what is fetched beforehand, Chromium says that it is of no site, as of what is typed. */
function isOpenedByPerson(headers: IncomingHttpHeaders): boolean {
  if (headers['sec-purpose'] !== undefined) return false;
  if (headers['sec-fetch-site'] === 'none') return true;
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
