/** The parts of a request target, as they came. */
export interface RequestTarget {
  /** Path, percent-encoded. */
  path: string;
  /** Query with its question mark, percent-encoded; empty when there is none. */
  search: string;
}

/**
 * A path alone or after an origin, then a query. Of the printable ASCII characters they hold all
 * but the number sign and the backslash. Each part ends at one place alone, so that the time to
 * say no grows with the length and no faster.
 */
const form =
  /^(?:[a-z][a-z\d+.-]*:\/\/[^/?#\\]*(?=[/?]|$)|(?=\/))(?<path>[!"$->@-[\]-~]*)(?<search>(?:\?[!"$-[\]-~]*)?)$/i;

/**
 * Splits a request target, or an absolute URL that ends in one, by hand. `new URL()` would mend
 * it: drop a fragment and tabs, resolve dot segments, turn backslashes. The program that answers
 * the request reads it as it came, so that what is mended was never signed.
 *
 * @returns nothing when parsers may take the target for different ones: it is neither a path nor
 *   an absolute URL, or it holds a fragment, a backslash, white space, a control character, bytes
 *   beyond ASCII, a segment `.` or `..`, be it encoded, or an encoding that is no UTF-8
 */
export function parseRequestTarget(url: string): RequestTarget | undefined {
  const { path, search } = form.exec(url)?.groups ?? {};
  if (path === undefined || search === undefined) return undefined;
  try {
    decodeURIComponent(search);
    const segments = path.split('/').map((segment) => decodeURIComponent(segment));
    return segments.includes('.') || segments.includes('..') ? undefined : { path, search };
  } catch {
    return undefined;
  }
}
