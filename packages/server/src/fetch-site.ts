import type { IncomingHttpHeaders } from 'node:http';
import { GatewayRefusal } from './gateway.ts';

/**
 * Refuses what a web page of another origin asks. It could not read the answer, but its questions would
 * take the server's time from its owner. Another port of the same host is another origin, too. Browsers
 * say where a request comes from in `Sec-Fetch-Site` (W3C Fetch Metadata), which no page can change;
 * other clients send nothing of that.
 *
 * What a person opens passes, such as a link to the server: that is one answer for a whole page. What a
 * page has fetched in case a person opens it does not.
 *
 * @throws {@link GatewayRefusal} with status 403
 */
export function checkFetchSite(headers: IncomingHttpHeaders): void {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return;
  // Of what is fetched beforehand, Chromium says that no page asked for it.
  if (headers['sec-purpose'] === undefined && (site === 'none' || isNavigation(headers))) return;
  throw new GatewayRefusal(
    403,
    'A web page of another origin asked. Open this server itself, or ask from a program that is no web page.',
  );
}

/** Whether a person opens a page. */
function isNavigation(headers: IncomingHttpHeaders): boolean {
  return headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
